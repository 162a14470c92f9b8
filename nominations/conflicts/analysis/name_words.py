"""Words in names that do not distinguish anybody: titles, particles, and words that many institutions share."""

from nominations.core.rules.text.folding import ARABIC_TWINS

# Variants of an Arabic letter are replaced by one of them; the stretching stroke is no letter. ى stays: at the end of a
# word it is heard as a or i, and only its spelling is that of ي.
ALIKE = str.maketrans({**ARABIC_TWINS, "ى": "ى", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ي", "ۀ": "ه",
    "ۓ": "ي", "ـ": ""})
TITLES = frozenset((
    "dr", "prof", "professor", "professeur", "mr", "mrs", "ms", "miss", "sir", "eng", "engineer", "arch", "architect",
    "haji", "hajji", "hadji", "sheikh", "shaykh", "cheikh", "m", "mme", "mlle", "pr", "ing", "д-р", "проф", "г-н",
    "г-жа",
    "د", "ا", "م", "دكتور", "دكتوره", "الدكتور", "الدكتوره", "استاذ", "استاذه", "الاستاذ", "الاستاذه", "مهندس",
    "مهندسه", "المهندس", "المهندسه", "السيد", "السيده", "الشيخ",
))
PARTICLES = frozenset((
    "al", "el", "il", "ul", "ar", "as", "ash", "at", "ad", "an", "az", "bin", "ibn", "ben", "bint", "ould", "wuld",
    "bou",
    "de", "da", "di", "du", "del", "della", "des", "van", "von", "der", "den", "la", "le", "oglu", "oghlu", "ogly",
    "oğlu", "kizi", "qizi", "qızı", "kyzy", "gyzy", "uulu", "оглы", "кызы", "аль", "эль", "ибн", "бин", "ал",
    "بن", "ابن", "بنت", "ولد", "ال", "اوغلو", "اوغلي",
))
LITTLE = frozenset((
    "the", "of", "for", "and", "a", "an", "le", "la", "les", "l", "de", "des", "du", "d", "et", "pour", "e", "i", "и",
    "в", "по", "им", "имени", "في", "من", "و", "adına", "adina", "və", "ve", "l'", "d'",
))
_MANY = {
    "university": "university université universite universitet universiteti üniversitesi университет جامعه",
    "institute": "institute institut institutu enstitüsü институт معهد",
    "museum": "museum musée musee muzey muzeyi müzesi музей متحف",
    "ministry": "ministry ministère ministere nazirliyi nazirlik bakanlığı министерство وزاره",
    "academy": "academy académie academie akademiya akademiyası akademisi академия اكاديميه مجمع",
    "national": "national nationale nationaux milli национальный национальная وطني وطنيه",
    "state": "state dövlət devlet государственный",
    "culture": "culture cultural culturel culturelle mədəniyyət kültür культуры культура ثقافه ثقافي ثقافيه",
    "heritage": "heritage patrimoine irs irsi miras наследия наследие تراث",
    "faculty": "faculty faculté faculte fakültə fakültəsi факультет كليه",
    "department": "department département şöbə şöbəsi кафедра отдел قسم اداره مديريه",
    "centre": "centre center mərkəz mərkəzi merkezi центр مركز",
    "foundation": "foundation fondation fond fondu vakfı фонд مؤسسه موسسه",
    "association": "association birlik birliyi derneği ассоциация общество society société جمعيه",
    "school": "school école ecole məktəb məktəbi школа مدرسه",
    "library": "library bibliothèque bibliotheque kitabxana kitabxanası библиотека مكتبه",
    "fine arts": "arts art incəsənət искусств искусства فنون",
    "history": "history histoire tarix tarixi истории история تاريخ",
    "architecture": "architecture memarlıq mimarlık архитектуры архитектура عماره معمار",
    "archaeology": "archaeology archéologie archeologie arxeologiya археологии археология اثار",
}
GENERIC = {word: one for one, many in _MANY.items() for word in many.split()}
# Names that change a vowel or more from one language to the next, in Latin letters.
_SAME = {
    "muhammad": "mehmet mehmed magomed mahammad mammad mamed mahomet mohamadou mamadou",
    "yusuf": "yusif iosif youcef", "jamal": "gamal", "fatima": "fatma fatimata", "hasan": "gasan", "husein": "gusein",
    "ahmad": "akhmed akhmad amadou", "umar": "omer", "ibrahim": "ibragim", "ismail": "ismayil smail",
}
VARIANTS = {word: one for one, many in _SAME.items() for word in many.split()}
