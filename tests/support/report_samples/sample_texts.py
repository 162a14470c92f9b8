"""The words of the sample reports, in three languages; every name and place is invented."""

# Whole sentences are easier to read and to correct than broken ones.
# ruff: noqa: E501

COMMENT = {
    "en": "The file shows a patient rescue of a house that nobody mapped. The mortar analysis is complete, the joinery was "
          "done by apprentices under a master, and the drawings before and after can be compared line by line. What I miss "
          "is a budget for the years after the opening: the plan speaks of a guardian, but not of his wages.\n\n"
          "I would ask the team for the maintenance diary before the final round.",
    "fr": "Le dossier montre le sauvetage patient d'une maison que personne n'avait relevée. L'analyse des mortiers est "
          "complète, la menuiserie a été confiée à des apprentis sous l'œil d'un maître, et les relevés se comparent trait "
          "pour trait. Il manque un budget pour les années qui suivent l'ouverture.\n\n"
          "Je demanderais le carnet d'entretien avant le tour final.",
    "ar": "يُظهر الملف إنقاذًا صبورًا لبيت لم يُرسم على خريطة قط. تحليل المِلاط كامل، والنجارة أنجزها متدربون بإشراف معلِّم، "
          "والرسوم قبل العمل وبعده يمكن مقارنتها خطًا بخط. ما ينقص هو ميزانية للسنوات التالية للافتتاح: فالخطة تذكر حارسًا "
          "ولا تذكر أجره.\n\nأقترح طلب دفتر الصيانة قبل الجولة النهائية.",
}
STRENGTH = {
    "en": "Craft taught on the scaffold, with proof.", "fr": "Un savoir-faire transmis sur l'échafaudage, preuves à l'appui.",
    "ar": "حرفة عُلِّمت على السقالة، مع الدليل.",
}
WEAKNESS = {
    "en": "No funded upkeep after the third year.", "fr": "Aucun entretien financé après la troisième année.",
    "ar": "لا صيانة مموَّلة بعد السنة الثالثة.",
}
REASON = {
    "en": "Every repair is documented and could be undone; the lime is from the original quarry.",
    "fr": "Chaque réparation est documentée et réversible ; la chaux vient de la carrière d'origine.",
    "ar": "كل ترميم موثَّق ويمكن الرجوع عنه؛ والجير من المقلع الأصلي.",
}
NOTE = {
    "en": "SECRET-NOTE I once met the architect at a conference.", "fr": "SECRET-NOTE J'ai croisé l'architecte une fois.",
    "ar": "SECRET-NOTE التقيت المهندس مرة في مؤتمر.",
}
RECOMMENDATIONS = {
    "en": ("shortlist", "reserve", "no"), "fr": ("présélection", "réserve", "non"), "ar": ("القائمة القصيرة", "الاحتياط", "لا"),
}
SECTIONS = {
    "en": ("The project", "The community"), "fr": ("Le projet", "La communauté"), "ar": ("المشروع", "المجتمع"),
}
QUESTIONS = {
    "en": ("Summary", "Kind of heritage", "Place", "Cost of the works", "Who took part", "Letters of support"),
    "fr": ("Résumé", "Nature du patrimoine", "Lieu", "Coût des travaux", "Participants", "Lettres de recommandation"),
    "ar": ("الملخص", "نوع التراث", "الموقع", "كلفة الأعمال", "المشاركون", "رسائل التزكية"),
}
KINDS = {
    "en": ("Building", "Craft", "Garden"), "fr": ("Édifice", "Artisanat", "Jardin"), "ar": ("مبنى", "حرفة", "حديقة"),
}
PLACE = {
    "en": (("Latitude", "33.9716"), ("Longitude", "-6.8498")), "fr": (("Latitude", "33,9716"), ("Longitude", "-6,8498")),
    "ar": (("خط العرض", "33.9716"), ("خط الطول", "-6.8498")),
}
COSTS = {
    "en": (("Item", "Year", "USD"), (("Lime and timber", "2022", "48,200"), ("Wages of apprentices", "2023", "91,750"))),
    "fr": (("Poste", "Année", "USD"), (("Chaux et bois", "2022", "48 200"), ("Salaires des apprentis", "2023", "91 750"))),
    "ar": (("البند", "السنة", "دولار"), (("جير وخشب", "2022", "48,200"), ("أجور المتدربين", "2023", "91,750"))),
}
OWNER = {"en": "Farah Sample", "fr": "Farah Sample", "ar": "فرح العيّنة"}
FILE_KINDS = {
    "en": ("Conservation plan", "Photograph"), "fr": ("Plan de conservation", "Photographie"), "ar": ("خطة الصون", "صورة"),
}
DECLARATION = {
    "en": "I declare that what is written here is true.", "fr": "Je déclare que ce qui est écrit ici est exact.",
    "ar": "أقرّ بأن ما كُتب هنا صحيح.",
}
STEPS = {
    "en": ("1 to 24 December 2025: the secretariat checks the eligibility of every nomination.",
           "25 December 2025 to 23 January 2026: the reviewers score the first round.",
           "18 April 2026: the winners are announced."),
    "fr": ("Du 1er au 24 décembre 2025 : le secrétariat examine l'éligibilité de chaque candidature.",
           "Du 25 décembre 2025 au 23 janvier 2026 : les évaluateurs notent le premier tour.",
           "18 avril 2026 : annonce des lauréats."),
    "ar": ("من 1 إلى 24 ديسمبر 2025: تفحص الأمانة أهلية كل ترشيح.",
           "من 25 ديسمبر 2025 إلى 23 يناير 2026: يقيّم المحكِّمون الجولة الأولى.",
           "18 أبريل 2026: إعلان الفائزين."),
}
REGISTER = {
    "en": ("Eligibility register", "Reference", "Nomination", "Country", "Finding", "Reason", "Decided", "Pages",
           "eligible", "ineligible", "The works ended more than three years ago."),
    "fr": ("Registre d'éligibilité", "Référence", "Candidature", "Pays", "Constat", "Motif", "Décidé", "Pages",
           "éligible", "non éligible", "Les travaux se sont achevés il y a plus de trois ans."),
    "ar": ("سجل الأهلية", "الرقم المرجعي", "الترشيح", "البلد", "النتيجة", "السبب", "تاريخ القرار", "الصفحات",
           "مستوفٍ للشروط", "غير مستوفٍ للشروط", "انتهت الأعمال قبل أكثر من ثلاث سنوات."),
}
