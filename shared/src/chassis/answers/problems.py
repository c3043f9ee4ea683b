"""What the edge itself refuses. Every route may answer these; features declare only their own."""

from chassis.problems import Problem

REFUSED = Problem("chassis.refused", 422, fi="Pyyntö hylättiin {count} syystä.", sv="Begäran avslogs av {count} orsaker.", en="Refused for {count} reasons.")

# 400: cannot be read
BODY_EMPTY = Problem("chassis.body.empty", 400, fi="Pyynnöltä puuttuu sisältö.", sv="Begäran saknar innehåll.", en="The request has no body.")
BODY_UNREADABLE = Problem("chassis.body.unreadable", 400, fi="Sisältö ei ole kelvollista JSONia.", sv="Innehållet är inte giltig JSON.", en="The body is not valid JSON.")
BODY_DUPLICATE_KEY = Problem("chassis.body.duplicate_key", 400, fi="Sama avain on oliossa kahdesti.", sv="Samma nyckel finns två gånger i ett objekt.", en="An object has the same key twice.")
BODY_NUMBER = Problem("chassis.body.number_unreadable", 400, fi="Luku ei ole JSONin luku tai se on liian suuri.", sv="Talet är inte ett JSON-tal eller är för stort.", en="A number is not a JSON number, or too large.")
BODY_ENCODING = Problem("chassis.body.encoding", 400, fi="Sisältö ei ole UTF-8-tekstiä.", sv="Innehållet är inte UTF-8-text.", en="The body is not UTF-8 text.")
BODY_TOO_DEEP = Problem("chassis.body.too_deep", 400, fi="Sisältö on liian syvälle sisäkkäinen.", sv="Innehållet är för djupt kapslat.", en="The body is nested too deep.")
BODY_FORM = Problem("chassis.body.form_unreadable", 400, fi="Lomaketta ei voi lukea.", sv="Formuläret kan inte läsas.", en="The form cannot be read.")
BAD_CURSOR = Problem("chassis.cursor", 400, fi="Sivutusmerkki ei kelpaa tähän hakuun. Aloita alusta.", sv="Sidmarkören gäller inte denna sökning. Börja om.", en="The cursor does not belong to this query. Start from the beginning.")
KEY_MISSING = Problem("chassis.idempotency.missing", 400, fi="Tämä pyyntö vaatii Idempotency-Key-otsakkeen.", sv="Begäran kräver rubriken Idempotency-Key.", en="This request needs an Idempotency-Key header.")
KEY_FORM = Problem("chassis.idempotency.form", 400, fi="Idempotency-Key on 1–200 tulostuvaa ASCII-merkkiä.", sv="Idempotency-Key är 1–200 utskrivbara ASCII-tecken.", en="An Idempotency-Key is 1–200 printable ASCII characters.")
BAD_HOST = Problem("chassis.host", 400, fi="Host-otsake ei kelpaa.", sv="Rubriken Host är ogiltig.", en="The Host header is not valid.")

# 401, 403
SIGN_IN = Problem("chassis.sign_in", 401, fi="Kirjaudu sisään.", sv="Logga in.", en="Sign in first.")
TOKEN = Problem("chassis.token", 401, fi="Kirjautuminen ei ole voimassa. Kirjaudu uudelleen.", sv="Inloggningen gäller inte. Logga in på nytt.", en="The token is not valid here. Sign in again.")

# 404 to 431: protocol
NO_PATH = Problem("chassis.path", 404, fi="Tällaista osoitetta ei ole.", sv="Adressen finns inte.", en="There is no such address.")
METHOD = Problem("chassis.method", 405, fi="Tässä osoitteessa ei voi tehdä näin. Sallittu: {allow}.", sv="Metoden är inte tillåten här. Tillåtna: {allow}.", en="This method is not possible here. Allowed: {allow}.")
NOT_ACCEPTABLE = Problem("chassis.accept", 406, fi="Vastauksen muoto on jokin näistä: {given}.", sv="Svaret ges i formaten: {given}.", en="Answers come as: {given}.")
SLOW_BODY = Problem("chassis.body.slow", 408, fi="Sisältöä ei saatu ajoissa.", sv="Innehållet kom inte i tid.", en="The body did not arrive in time.")
KEY_RUNNING = Problem("chassis.idempotency.running", 409, fi="Ensimmäinen samalla avaimella tehty pyyntö on vielä kesken.", sv="Den första begäran med samma nyckel pågår ännu.", en="The first request with this key is still running.")
BODY_TOO_LARGE = Problem("chassis.body.too_large", 413, fi="Sisältö on liian suuri; enintään {limit} tavua.", sv="Innehållet är för stort; högst {limit} byte.", en="The body is too large; at most {limit} bytes.")
MEDIA_TYPE = Problem("chassis.content_type", 415, fi="Sisällön muoto on {wanted}.", sv="Innehållet ska vara {wanted}.", en="The body must be {wanted}.")
CONTENT_ENCODING = Problem("chassis.content_encoding", 415, fi="Pakattua sisältöä ei oteta vastaan.", sv="Komprimerat innehåll tas inte emot.", en="Compressed bodies are not accepted.")
IF_MATCH_MISSING = Problem("chassis.if_match.missing", 428, fi="Kerro If-Match-otsakkeessa, minkä version olet lukenut.", sv="Ange i If-Match vilken version du har läst.", en="Say in If-Match which version you have read.")
TOO_MANY = Problem("chassis.too_many", 429, fi="Liikaa pyyntöjä. Yritä {seconds} sekunnin kuluttua.", sv="För många förfrågningar. Försök igen om {seconds} sekunder.", en="Too many requests. Try again in {seconds} seconds.")
HEADERS_TOO_LARGE = Problem("chassis.headers", 431, fi="Otsakkeet ovat liian suuria.", sv="Rubrikerna är för stora.", en="The headers are too large.")

# 422: read, but wrong
KEY_REUSED = Problem("chassis.idempotency.reused", 422, fi="Samalla avaimella on jo tehty toinen pyyntö.", sv="Samma nyckel har redan använts för en annan begäran.", en="This key was already used for another request.")
UNKNOWN_PARAMETER = Problem("chassis.query.unknown", 422, fi="Tuntematon hakuehto.", sv="Okänd parameter.", en="Unknown parameter.")
UNKNOWN_SORT = Problem("chassis.query.sort", 422, fi="Järjestää voi näillä: {known}.", sv="Sortering är möjlig med: {known}.", en="One can sort by: {known}.")
PERIOD_ORDER = Problem("chassis.period.order", 422, fi="Ajanjakso päättyy ennen kuin alkaa.", sv="Perioden slutar innan den börjar.", en="A period ends after it begins.")
MONEY_FORM = Problem("chassis.money.form", 422, fi="Raha annetaan määränä ja valuuttana.", sv="Pengar anges som belopp och valuta.", en="Money is an amount and a currency.")
MONEY_AMOUNT = Problem("chassis.money.amount", 422, fi="Määrä on kaksidesimaalinen luku merkkijonona, esimerkiksi 1200.00.", sv="Beloppet är ett tal med två decimaler som text, till exempel 1200.00.", en="An amount is a number with two decimals as a string, for example 1200.00.")
MONEY_NEGATIVE = Problem("chassis.money.negative", 422, fi="Määrä ei voi olla negatiivinen.", sv="Beloppet kan inte vara negativt.", en="The amount cannot be negative.")

# 5xx
UNEXPECTED = Problem("chassis.unexpected", 500, fi="Palvelussa tapahtui virhe. Se on kirjattu.", sv="Ett fel inträffade i tjänsten. Det har registrerats.", en="Something went wrong here. It has been noted.")
UNAVAILABLE = Problem("chassis.unavailable", 503, fi="Palvelu ei juuri nyt vastaa. Yritä hetken kuluttua.", sv="Tjänsten svarar inte just nu. Försök om en stund.", en="The service cannot answer just now. Try again in a moment.")

# 422: fields of a body or a query, from pydantic's own error types
FIELD_MISSING = Problem("chassis.body.missing", 422, fi="Tieto puuttuu.", sv="Uppgiften saknas.", en="This field is required.")
FIELD_UNKNOWN = Problem("chassis.body.unknown", 422, fi="Tuntematon tieto.", sv="Okänd uppgift.", en="Unknown field.")
FIELD_TYPE = Problem("chassis.body.type", 422, fi="Väärä muoto: tässä on {kind}.", sv="Fel form: här ska vara {kind}.", en="Wrong form: this is {kind}.")
FIELD_CHOICE = Problem("chassis.body.choice", 422, fi="Sallitut arvot: {expected}.", sv="Tillåtna värden: {expected}.", en="Allowed values: {expected}.")
FIELD_TOO_SHORT = Problem("chassis.body.too_short", 422, fi="Vähintään {limit} merkkiä.", sv="Minst {limit} tecken.", en="At least {limit} characters.")
FIELD_TOO_LONG = Problem("chassis.body.too_long", 422, fi="Enintään {limit} merkkiä.", sv="Högst {limit} tecken.", en="At most {limit} characters.")
FIELD_TOO_FEW = Problem("chassis.body.too_few", 422, fi="Vähintään {limit} kappaletta.", sv="Minst {limit} stycken.", en="At least {limit} items.")
FIELD_TOO_MANY = Problem("chassis.body.too_many", 422, fi="Enintään {limit} kappaletta.", sv="Högst {limit} stycken.", en="At most {limit} items.")
FIELD_AT_LEAST = Problem("chassis.body.at_least", 422, fi="Vähintään {limit}.", sv="Minst {limit}.", en="At least {limit}.")
FIELD_AT_MOST = Problem("chassis.body.at_most", 422, fi="Enintään {limit}.", sv="Högst {limit}.", en="At most {limit}.")
FIELD_MORE_THAN = Problem("chassis.body.more_than", 422, fi="Enemmän kuin {limit}.", sv="Mer än {limit}.", en="More than {limit}.")
FIELD_LESS_THAN = Problem("chassis.body.less_than", 422, fi="Vähemmän kuin {limit}.", sv="Mindre än {limit}.", en="Less than {limit}.")
FIELD_DIGITS = Problem("chassis.body.digits", 422, fi="Luvussa on liikaa numeroita tai desimaaleja.", sv="Talet har för många siffror eller decimaler.", en="The number has too many digits or decimals.")
FIELD_PATTERN = Problem("chassis.body.pattern", 422, fi="Arvo ei ole vaaditussa muodossa.", sv="Värdet har inte den form som krävs.", en="The value does not have the required form.")
FIELD_ZONE = Problem("chassis.body.zone", 422, fi="Ajankohta tarvitsee aikavyöhykkeen, esimerkiksi Z tai +03:00.", sv="Tidpunkten behöver en tidszon, till exempel Z eller +03:00.", en="An instant needs an offset, for instance Z or +03:00.")
FIELD_CHARACTERS = Problem("chassis.body.characters", 422, fi="Tekstissä on merkki, jota ei voi tallentaa.", sv="Texten innehåller ett tecken som inte kan sparas.", en="The text contains a character that cannot be stored.")
FIELD_INVALID = Problem("chassis.body.invalid", 422, fi="Arvo ei kelpaa.", sv="Värdet duger inte.", en="The value is not valid.")
