"""The words by which an address and a person's name are known (address.py)."""

import re
from typing import Final

_ENDINGS: Final = (
    "all[eéè]|all[eé]en|allmenning(?:en)?|almenning(?:en)?|bakk(?:e|en|ane|ene)|bekken|berget|bråt[ae]n|brua|brygg(?:a|e|en)|"
    "bukta|dal(?:en)?|elv[ae]|eng(?:a|en)|esplanaden|faret|felt(?:et)?|flat(?:a|en)|fossen|gard(?:en)?|gat(?:a|e|en)|"
    "geil(?:a|en)|grend(?:a)?|gt|gård(?:en)?|hag[ae]n|hammeren|haug(?:en)?|holmen|høgda|høyd(?:a|en)|jord(?:et|ene)|"
    "kai(?:a|en)|kleiv(?:a|en)|kneik[ae]n|kollen|krok(?:en)?|kvartalet|leik[ae]n|leir(?:a|et)|leit(?:e|et)|li(?:a|en)?|"
    "linna|lund(?:en)?|lykkja|lyngen|løkk(?:a|en)|mark(?:a|en)|moen|myr(?:a|en)|neset|odden|park(?:en)?|passasjen|"
    "plass(?:en)?|promenaden|reina|ring(?:en)?|rabb[ae]n|ryggen|røysa|skog(?:en)?|slett(?:a|en)|slottet|slyng(?:a|en)|"
    "smau(?:et)?|smug(?:et)?|stein[ae]n|sti(?:en)?|strand(?:a|en)?|stredet|stubb(?:en)?|støa|svaet|sving(?:en)?|"
    "terrasse(?:n)?|topp(?:en)?|torg(?:et)?|torvet|trappa|tråkket|tun(?:et)?|vangen|veg(?:en)?|vei(?:en)?|veit(?:a|en)|"
    "vik(?:a|en)|voll(?:en)?|åsen"
)
STREET: Final = re.compile(rf"[^\W\d_][\w'’-]*(?:{_ENDINGS})\Z", re.I)
# «Olav Kyrres gate 12», «Nordre Aker gård 2»: the words before belong to the street.
BARE_STREET: Final = re.compile(
    r"(?:gate|gata|gt|ve[ig]|ve[ig]en|plass|plassen|allé|alle|alleen|torg|torget|gård|gard|brygge|brygga|kai|park|"
    r"terrasse|stubben|bakken|haug|krok|stredet)\Z",
    re.I,
)
# «Parkv. 3», «Kirkeg. 14», «Storgt.5»: with its full stop.
SHORT_STREET: Final = re.compile(r"[^\W\d_][\w'’-]+(?:v|g|gt|vn|pl)\Z", re.I)
# Ordinary words that end like a street.
NO_STREET: Final = re.compile(
    r"(?:(?:barne|skole)?hagen|\w+eringen|erfaringen|"
    r"(?:arbeids|senge|barnehage|skole|døgn|dag|bo)plass(?:en)?|(?:under|om)ve[ig]s?|utve[ig]|alle|tun)\Z",
    re.I,
)
# After these a number is no house, and in front of them it counts something.
NO_HOME: Final = re.compile(
    r"(?:"
    r"avdeling|avdelinga|avdelingen|avd|senge\w*|rom|møterom|seksjon|uke|veke|veka|uka|paragraf|"
    r"kapittel|side|etasje|etg|bygg|blokk|inngang|fase|del|trinn|klasse|tlf|telefon|mobil|nr|"
    r"nummer|punkt|sone|januar|februar|mars|april|mai|juni|juli|august|september|oktober|"
    r"november|desember|alder|født|fødd|klokk[ae]n?|room|ward|age|page|tiltak|vedlegg|steg|"
    r"artikkel|versjon|modul|kurs|skjema|niv[åa]|grad|dag|unger|ungar|born|children|kids|year|"
    r"week|step|floor|unit|minst|rundt|omtrent|bare|berre|over|under|gutt|gutten|gut|guten|"
    r"jente|jenta|jenter|gutter|sønn|sønnen|datter|datteren|dattera|dotter|baby|alle|begge|kun|"
    r"about|only|boy|girl|son|daughter"
    r")\Z",
    re.I,
)
UNIT: Final = re.compile(
    r"(?:år|mnd|måned|uke|veke|barn|born|unge|ungar|time|gang|pros|kilo|pasient|trinn|etasje|year|week|month|hour|kids|"
    r"children|søsken|sysken|person)\w{0,8}\Z|"
    r"(?:min(?:utt\w*|s|utes?)?|dag(?:er|ar|en|ene|ane|s)?|days?|kr(?:oner)?|kg|stk|kl|etg|jan(?:uar)?|feb(?:ruar)?|mars?|"
    r"apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|des(?:ember)?)\Z",
    re.I,
)
LIVES: Final = frozenset("bor bur bodde budde lives living adr adresse adressa adressen address".split())
BETWEEN: Final = frozenset("i på ved nå no at in of er is som nr".split()).union(LIVES)
CALLED: Final = frozenset(
    "heter heiter named called navn navnet namn namnet fru herr hr frøken familien familie fam mr mrs ms".split()
)

# Words that make a pair the name of a place or a service, or an ordinary sentence, and not a person.
PLACE_OR_SERVICE: Final = re.compile(
    r"(?:bydel|kommun|oslo|bergen|alna|stovner|grorud|ahus|haukeland|norge|norway|norsk|nav|hfu|dps|bup|barne|familie(?!n\Z)|enhet|"
    r"ungdom|adresse|besøk|pp[ts]\Z|legevakt|helse|pårørende|kreft|fagsent|fagteam|mandag|tirsdag|onsdag|torsdag|fredag|"
    r"lørdag|søndag|nasjonal|statens|psykiatri)[\w-]*\Z|"
    r"[\w-]*(?:stasjon|stasjonen|sent(?:er|re|ret|eret)|sentral|sentralen|s[jy]u?kehus|s[jy]u?kehuset|klinikk|klinikken|tjeneste|"
    r"tjenesten|teneste|tenesta|skole|skolen|skule|skulen|kontor|kontoret|etat|etaten|avdeling|avdelinga|avdelingen|"
    r"barnehage|barnehagen|bibliotek|sykehjem|sjukeheim|kirke|kirka|rådhus|rådhuset|apotek|apoteket|vakta|vakten|vakt|vernet|vern|"
    r"huset|hjemmet|heimen|hospital|clinic|school|office|center|centre|foreningen|stiftelsen|forbundet|team|teamet|armeen|"
    r"misjon|misjonen|helsehus|samtaler|gruppe|gruppa|grupper|skranken|resepsjonen)\Z",
    re.I,
)
SENTENCE: Final = frozenset(
    """
    er kor kva ka hva hvor hvem kven kem når hvordan korleis hvorfor kvifor where what who when how the is are
    do does can my in at on and or a an vi me gå kom ring kontakt spør send skriv meld møt se den det denne på
    ny nye vår våre i ved til te fra frå og eller ligger ligg heter heiter hos for med mot som har skal kan må
    bør får jeg eg æ du han hun ho de dei dere hei takk ja nei men hvis dersom mor moren mora far faren foreldre
    barn barnet bruker brukeren pasient pasienten pas eleven innsatt beboer klient client patient mother father
    leder lege legen sykepleier koordinator barneansvarlig nordre søndre vestre østre øvre nedre midtre gamle
    store lille vest øst nord sør st sankt kors kirkens røde blå redd mental voksne villa unge ung indre ytre
    øystre post barna ungene om av å så da no nå ikke ikkje bor bur mr mrs ms fru herr fam familien avd bygg rom
    """.split()
)

# From the name statistics of Statistisk sentralbyrå. Names that are also everyday words («Dag», «Even», «Liv»,
# «Sol») are left out.
GIVEN_NAMES: Final = frozenset(
    """
    anne inger kari marit ingrid berit astrid bjørg hilde anna solveig marianne randi ida nina maria elisabeth
    kristin bente heidi silje hanne linda tone tonje camilla ingeborg hege laila ellen wenche karin trine gerd julie
    kristine grete ragnhild sigrid hanna karen line mona kirsten ann monica stine lise marte elin gunn else nora eva
    aud tove turid unni sara mari anette rita torill tora siri malin lene merete janne mette ragna reidun emma
    jorunn ruth ane jorun trude thea maren vigdis henriette cecilie susanne karoline iselin ingunn guro frida
    frøydis gro synnøve oddny amalie sunniva eli ylva sofie sofia ella olivia maja emilie leah ingvild kaja magnhild
    borghild gudrun hjørdis målfrid torunn torbjørg åshild åse sissel vibeke katrine kathrine pernille charlotte
    christine christina isabella victoria benedicte helene andrea tiril tuva selma vilde mathilde jan per bjørn ole
    lars kjell knut svein arne thomas geir hans morten tor odd martin terje andreas john anders rune trond tore
    daniel jon kristian erik olav tom stian roger øyvind gunnar espen leif nils eirik magnus sverre helge einar
    petter alexander kåre øystein håkon kristoffer marius harald frode jonas johan jørgen fredrik christian sindre
    henrik sigurd pål paul vidar stein michael arild ivar steinar egil peter robert ola trygve rolf kenneth sondre
    simon sander mathias emil tobias jakob oliver noah lukas filip william isak aksel kasper eivind asbjørn torstein
    torbjørn torgeir arnfinn arve oddvar reidar ragnar sigmund roar ståle tarjei vegard vetle yngve ørjan åge audun
    birger bernt bård dagfinn erlend finn gaute gjermund halvor halvard herman ingar jarle jostein karsten ketil
    kolbjørn magne olaf ottar peder rasmus sebastian sivert snorre sjur tollef torleif tormod truls ulf viktor
    wilhelm aleksander benjamin mikkel ludvig theodor mohammed muhammad mohamed mohammad ahmed ali hassan omar
    ibrahim abdi abdullah yusuf yousef mustafa hussein khadija fatima fatuma amina aisha hodan sahra zahra mariam
    maryam leyla layla noor nasra ayan hawa asha naima samira farah rahma halima hamza bilal khalid mehmet emre ayse
    fatma elif zeynep nguyen thi linh minh singh kaur priya arjun ravi svetlana olga natalia oksana iryna dmytro
    oleksandr andriy volodymyr piotr krzysztof agnieszka katarzyna magdalena malgorzata tomasz pawel marek anita
    tariq imran usman sana saima nadia rashid karim jamal tesfaye selam yonas mehari samuel dawit
    """.split()
)

# Given names that are ordinary words as well («hans adresse», «per uke»): known only together with a second name.
ALSO_ORDINARY: Final = frozenset("hans per line tone jan finn stein magne else gro helge tor jon".split())
