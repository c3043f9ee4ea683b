"""What is refused about recipients."""

from chassis.problems import Problem

ADDRESS_FORM = Problem(
    "notifications.recipient.address_form", 422,
    fi="Sähköpostiosoite ei ole oikein. Kirjoita se muodossa nimi@esimerkki.fi, ilman välilyöntejä.",
    sv="E-postadressen är inte rätt. Skriv den i formen namn@exempel.fi, utan mellanslag.",
    en="The e-mail address is not right. Write it as name@example.fi, without spaces.",
)
ADDRESS_LETTERS = Problem(
    "notifications.recipient.address_letters", 422,
    fi="Ennen @-merkkiä voi olla vain kirjaimia a–z, numeroita ja tavallisia merkkejä. Muihin osoitteisiin emme pysty lähettämään.",
    sv="Före @-tecknet får det bara stå bokstäver a–z, siffror och vanliga tecken. Till andra adresser kan vi inte skicka.",
    en="Before the @ there may only be letters a–z, digits and common signs. We cannot send to other addresses.",
)
ADDRESS_TOO_LONG = Problem(
    "notifications.recipient.address_too_long", 422,
    fi="Sähköpostiosoite on liian pitkä: ennen @-merkkiä saa olla {local} merkkiä ja yhteensä {whole}.",
    sv="E-postadressen är för lång: före @-tecknet får det finnas {local} tecken och sammanlagt {whole}.",
    en="The e-mail address is too long: {local} characters are allowed before the @ and {whole} in all.",
)
POSTAL_CODE = Problem(
    "notifications.recipient.postal_code", 422,
    fi="Postinumerossa on viisi numeroa.",
    sv="Ett postnummer har fem siffror.",
    en="A postal code has five digits.",
)
NO_HOME_ADDRESS = Problem(
    "notifications.recipient.no_home_address", 422,
    fi="Henkilön kotiosoitetta ei tallenneta. Postiosoite annetaan vain järjestölle.",
    sv="En persons hemadress sparas inte. En postadress anges bara för en organisation.",
    en="The home address of a person is not kept. Only an organisation has a postal address.",
)
GROUNDS_MISSING = Problem(
    "notifications.recipient.grounds_missing", 422,
    fi="Kerro perustelut, kun muutat toisen yhteystietoja.",
    sv="Ange grunderna när du ändrar någon annans kontaktuppgifter.",
    en="Give the grounds when you change the contact details of somebody else.",
)
PERSONS_ONLY = Problem(
    "notifications.recipient.persons_only", 403,
    fi="Omat yhteystiedot voi antaa vain kirjautunut henkilö.",
    sv="Egna kontaktuppgifter kan bara anges av en inloggad person.",
    en="Only a person who has signed in has contact details of their own.",
)
NOT_GIVEN = Problem(
    "notifications.recipient.not_given", 404,
    fi="Et ole vielä antanut yhteystietojasi.",
    sv="Du har inte ännu angett dina kontaktuppgifter.",
    en="You have not given your contact details yet.",
)
ORGANISATION_ENDED = Problem(
    "notifications.recipient.organisation_ended", 409,
    fi="Järjestö on lakannut tai yhdistynyt toiseen. Sille ei voi enää antaa yhteystietoja.",
    sv="Organisationen har upphört eller gått upp i en annan. Den kan inte längre få kontaktuppgifter.",
    en="The organisation has ended or become part of another. It can be given no contact details any more.",
)
NO_ADDRESS = Problem(
    "notifications.recipient.no_address", 409,
    fi="Sähköpostiosoite puuttuu. Anna se ensin.",
    sv="E-postadressen saknas. Ange den först.",
    en="There is no e-mail address. Give it first.",
)
NOT_SUPPRESSED = Problem(
    "notifications.recipient.not_suppressed", 409,
    fi="Osoite ei ole estolistalla.",
    sv="Adressen finns inte på spärrlistan.",
    en="The address is not on the list of refused addresses.",
)
JUST_ADDED = Problem(
    "notifications.recipient.just_added", 409,
    fi="Joku antoi samat yhteystiedot juuri hetki sitten. Lue ne ja yritä tarvittaessa uudelleen.",
    sv="Någon angav samma kontaktuppgifter alldeles nyss. Läs dem och försök vid behov på nytt.",
    en="Somebody gave the same contact details just now. Read them and try again if you need to.",
)
LINK_GONE = Problem(
    "notifications.recipient.link_gone", 404,
    fi="Linkki ei ole enää voimassa. Se on ehkä jo käytetty tai liian vanha.",
    sv="Länken gäller inte längre. Den kanske redan har använts eller är för gammal.",
    en="The link is no longer valid. Perhaps it has been used already, or is too old.",
)
