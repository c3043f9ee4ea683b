"""Every refusal about proposals, decisions, reviews and results."""

from chassis.problems import Problem

MORE_THAN_SOUGHT = Problem(
    "grants.decision.more_than_sought", 422,
    fi="Hakija haki {sought}; enempää ei voi myöntää.",
    sv="Sökanden ansökte om {sought}; mer kan inte beviljas.",
    en="The applicant sought {sought}; no more can be granted.",
)
NOTHING_GRANTED = Problem(
    "grants.decision.nothing_granted", 422,
    fi="Myöntöpäätös tarvitsee summan. Jos avustusta ei anneta, hylkää hakemus.",
    sv="Ett beviljande beslut behöver en summa. Om inget bidrag ges ska ansökan avslås.",
    en="A decision to grant needs a sum. Where nothing is given, refuse the application.",
)
PROPOSER_DECIDES = Problem(
    "grants.decision.proposer_decides", 409,
    fi="Ehdotuksen tekijä ei voi päättää siitä. Päätöksen tekee toinen henkilö.",
    sv="Den som har lagt fram förslaget kan inte besluta om det. Någon annan ska besluta.",
    en="Whoever made the proposal cannot decide it. Somebody else decides.",
)
DISQUALIFIED = Problem(
    "grants.decision.disqualified", 409,
    fi="Olet esteellinen, koska toimit hakijan edustajana. Joku muu käsittelee asian.",
    sv="Du är jävig, eftersom du företräder en sökande. Någon annan behandlar ärendet.",
    en="You are disqualified, as you act for one of the applicants. Somebody else handles the matter.",
)
NO_PRINCIPLES = Problem(
    "grants.decision.no_principles", 409,
    fi="Voimassa ei ole tukemisen periaatteita, joihin päätös voisi nojata. Pyydä koordinaattoria kirjaamaan ne.",
    sv="Inga stödprinciper är i kraft som beslutet kunde stödja sig på. Be koordinatorn registrera dem.",
    en="No principles of support are in force for the decision to rest on. Ask the coordinator to record them.",
)
BEING_COMPLETED = Problem(
    "grants.decision.being_completed", 409,
    fi="Hakija voi vielä täydentää hakemusta; määräaika on {until}.",
    sv="Sökanden kan ännu komplettera ansökan; tiden går ut {until}.",
    en="The applicant may still complete the application, until {until}.",
)
PROPOSED_ALREADY = Problem(
    "grants.decision.proposed_already", 409,
    fi="Hakemuksesta on jo päätösehdotus tai päätös.",
    sv="Det finns redan ett förslag eller ett beslut om ansökan.",
    en="There is a proposal or a decision on this application already.",
)
OTHERS_PROPOSAL = Problem(
    "grants.decision.others_proposal", 409,
    fi="Ehdotusta muuttaa se, joka sen teki. Toinen arvioija voi perua sen ja tehdä uuden.",
    sv="Ett förslag ändras av den som lade fram det. En annan bedömare kan återta det och lägga fram ett nytt.",
    en="A proposal is changed by who made it. Another assessor can take it back and make a new one.",
)
NO_DOCUMENT = Problem(
    "grants.decision.no_document", 404,
    fi="Asiakirja syntyy, kun asia on päätetty. Tätä asiaa ei ole vielä päätetty.",
    sv="Handlingen skapas när ärendet har avgjorts. Detta ärende har inte avgjorts ännu.",
    en="The document is made when the matter is decided. This one has not been decided yet.",
)
NOT_IN_HAND = Problem(
    "grants.decision.not_in_hand", 422,
    fi="Hakemus ei ole tämän haun päättämättömiä hakemuksia.",
    sv="Ansökan hör inte till denna omgångs oavgjorda ansökningar.",
    en="This is none of the call's applications that are still to be decided.",
)
SUPPOSED_TWICE = Problem(
    "grants.decision.supposed_twice", 422,
    fi="Hakemus on luettelossa kahdesti.",
    sv="Ansökan finns två gånger i listan.",
    en="The application is named twice.",
)
NOT_DECIDED = Problem(
    "grants.review.not_decided", 409,
    fi="Asiaa ei ole vielä päätetty, joten oikaisua ei voi vaatia.",
    sv="Ärendet har inte avgjorts ännu, så omprövning kan inte begäras.",
    en="The matter has not been decided yet, so no review can be asked for.",
)
NOT_A_PARTY = Problem(
    "grants.review.not_a_party", 422,
    fi="Oikaisua voi vaatia vain se, joka haki avustusta.",
    sv="Endast den som ansökte om bidraget kan begära omprövning.",
    en="Only one of the applicants can ask for a review.",
)
ASKED_ALREADY = Problem(
    "grants.review.asked_already", 409,
    fi="Tämän hakijan oikaisuvaatimus on jo käsiteltävänä.",
    sv="Denna sökandes begäran om omprövning behandlas redan.",
    en="A request for review by this applicant is being handled already.",
)
RECEIVED_BY_OFFICE = Problem(
    "grants.review.received_by_office", 422,
    fi="Saapumispäivän kirjaa hyvinvointialue. Sähköisesti lähetetty vaatimus saapuu tänään.",
    sv="Välfärdsområdet registrerar ankomstdagen. En elektronisk begäran kommer in i dag.",
    en="The county records the day of receipt. What is sent electronically is received today.",
)
RECEIVED_ON = Problem(
    "grants.review.received_on", 422,
    fi="Saapumispäivä on päätöksen päivän ja tämän päivän välillä.",
    sv="Ankomstdagen ligger mellan beslutsdagen och i dag.",
    en="The day of receipt lies between the day of the decision and today.",
)
IS_LATE = Problem(
    "grants.review.is_late", 409,
    fi="Vaatimus tuli määräajan jälkeen; viimeinen päivä oli {last_day}. Se jätetään tutkimatta.",
    sv="Begäran kom efter tidsfristen; den sista dagen var {last_day}. Den prövas inte.",
    en="The request came after the time limit; the last day was {last_day}. It is not taken up.",
)
NOT_LATE = Problem(
    "grants.review.not_late", 409,
    fi="Vaatimus tuli ajoissa; viimeinen päivä on {last_day}. Se on ratkaistava.",
    sv="Begäran kom i tid; den sista dagen är {last_day}. Den ska avgöras.",
    en="The request came in time; the last day is {last_day}. It has to be decided.",
)
NOT_SERVED = Problem(
    "grants.review.not_served", 409,
    fi="Päätöstä ei ole vielä annettu hakijalle tiedoksi, joten vaatimus ei voi olla myöhässä.",
    sv="Beslutet har ännu inte delgetts sökanden, så begäran kan inte vara för sen.",
    en="The decision has not been served on the applicant yet, so the request cannot be late.",
)
CHANGES_NOTHING = Problem(
    "grants.review.changes_nothing", 422,
    fi="Summa on sama kuin ennen. Jos päätös pysyy, hylkää vaatimus.",
    sv="Summan är densamma som förut. Om beslutet står fast ska begäran avslås.",
    en="The sum is the same as before. Where the decision stands, dismiss the request.",
)
SUM_MISSING = Problem(
    "grants.review.sum_missing", 422,
    fi="Kerro, mikä summa muutoksen jälkeen myönnetään.",
    sv="Ange vilken summa som beviljas efter ändringen.",
    en="Say what sum is granted after the change.",
)
SUM_NOT_WANTED = Problem(
    "grants.review.sum_not_wanted", 422,
    fi="Summa annetaan vain, kun päätöstä muutetaan.",
    sv="En summa anges endast när beslutet ändras.",
    en="A sum is given only where the decision is changed.",
)
STILL_OPEN = Problem(
    "grants.results.still_open", 409,
    fi="Haku on vielä auki.",
    sv="Ansökningstiden pågår ännu.",
    en="The call is still open.",
)
STILL_IN_HAND = Problem(
    "grants.results.still_in_hand", 409,
    fi="Päättämättömiä hakemuksia on {count}. Tulokset julkaistaan, kun kaikki on päätetty.",
    sv="{count} ansökningar har inte avgjorts. Resultaten publiceras när alla har avgjorts.",
    en="{count} applications have not been decided. Results are published when all have been.",
)
NOT_PUBLISHED = Problem(
    "grants.results.not_published", 404,
    fi="Tuloksia ei ole vielä julkaistu.",
    sv="Resultaten har inte publicerats ännu.",
    en="The results have not been published yet.",
)
