"""The names of the months and days of the week in the languages of the Member States.

They are the data of Unicode (CLDR), folded by `fold_name`, with spellings in use that the data lack. The Arabic of each
region has names of its own: of the Levant, of the Maghreb, of the Gulf and the Nile.
"""

import unicodedata
from collections.abc import Mapping

_LETTERS = str.maketrans("ىیکةۀ", "ييكهه")
_NAMES = {
    1: (
        "ene|enero|jan|janaayo|janairu|janar|janeiro|jannaayo|januari|january|janv|janvier|oca|ocak|sam|samwiyee|"
        "yan|yanvar|yanwar|янв|январ|январь|января|јан|јанвар|қаң|қаңтар|جانفي|جنوري|قانون الثاني|كانون الثاني|"
        "يناير|ژانويه|জান|জানযারী"
    ),
    2: (
        "fab|faburairu|feb|febraayo|febrero|februari|february|fev|fevereiro|fevr|fevral|fevrier|few|fewral|"
        "fewriyee|shk|shkurt|sub|subat|ақп|ақпан|фев|февр|феврал|февраль|февраля|شباط|فبراير|فبروري|فروري|فوريه|"
        "فيفري|فېبروري|ফেব|ফেবরযারী"
    ),
    3: (
        "maarso|maart|mac|machi|mar|march|marco|maret|maris|mars|mart|marzo|mrt|мар|март|марта|нау|наурыз|اذار|"
        "مارس|مارچ|মারচ"
    ),
    4: (
        "abr|abriil|abril|afi|afirilu|apr|aprel|april|aprili|avr|avril|awr|awril|nis|nisan|pri|prill|апр|апрел|"
        "апрель|апреля|сәу|сәуір|ابريل|افريل|اوريل|اپريل|نيسان|এপরি|এপরিল"
    ),
    5: (
        "maayo|mai|maio|maj|may|mayo|mayu|mayıs|mee|mei|маи|мам|мамыр|мая|ايار|ماي|مايو|مه|ميي|مۍ|মে"
    ),
    6: (
        "haz|haziran|iyn|iyun|juin|jun|june|junho|juni|junio|juun|qer|qershor|suw|suwe|yun|yuni|июн|июнь|июня|"
        "ијн|ијун|мау|маусым|جوان|جون|حزيران|يونيه|يونيو|ژوين|জন"
    ),
    7: (
        "iyl|iyul|juil|juillet|jul|julai|julho|juli|julio|july|korr|korrik|lul|luulyo|sul|sulet|tem|temmuz|yul|"
        "yuli|июл|июль|июля|ијл|ијул|шіл|шілде|تموز|جولاي|جولايي|جويليه|يوليه|يوليو|يوليوز|ژوييه|জল|জলাই"
    ),
    8: (
        "ago|agosti|agosto|agu|agusta|agustos|agustus|aout|aug|august|augustus|avg|avgust|avq|avqust|awg|awgust|"
        "gush|gusht|ogo|ogos|ogosto|ogs|ut|авг|август|августа|там|тамыз|اب|اغسطس|اغشت|اوت|اګست|اگست|غشت|আগ|আগসট"
    ),
    9: (
        "eyl|eylul|sat|sattumbar|satumba|seb|sebteembar|sebtembar|sen|sentabr|sentyabr|sep|sept|septemba|"
        "september|septembre|septiembre|set|setembro|sht|shtator|сен|сент|сентябр|сентябрь|сентября|сентјабр|қыр|"
        "қыркүиек|ايلول|سبتمبر|ستمبر|سپتامبر|سپتمبر|سېپتمبر|شتمبر|شتنبر|সেপ|সেপটেমবর"
    ),
    10: (
        "eki|ekim|oct|october|octobre|octubre|okt|oktabr|oktoba|oktober|oktoobar|oktyabr|out|outubro|tet|tetor|"
        "окт|октябр|октябрь|октября|октјабр|қаз|қазан|اكتبر|اكتوبر|تشرين الاول|অকটো|অকটোবর"
    ),
    11: (
        "kas|kasım|nen|nentor|nof|noofeembar|nov|novemba|november|novembre|novembro|noviembre|now|nowambar|noy|"
        "noyabr|nuw|nuwamba|ноя|нояб|ноябр|ноябрь|ноября|ној|нојабр|қар|қараша|تشرين الثاني|نوامبر|نوفمبر|نومبر|"
        "نونبر|নভে|নভেমবর"
    ),
    12: (
        "ara|aralık|dec|december|decembre|dek|dekabr|des|desambar|desemba|desember|dez|dezembro|dhj|dhjetor|dic|"
        "diciembre|dis|disamba|diseembar|disember|дек|декабр|декабрь|декабря|жел|желтоқсан|دجمبر|دجنبر|دسامبر|"
        "دسمبر|ديسمبر|قانون الاول|كانون الاول|ডিসে|ডিসেমবর"
    ),
}
_WEEKDAYS = (
    "ahad|ahd|b|bazar|bazar ertəsi|be|c|ca|chor|chorshanba|cumə|cumə axsamı|cərsənbə|cərsənbə axsamı|dim|"
    "dimanche|dom|domingo|dush|dushanba|fri|friday|isn|isnin|jeu|jeudi|jum|juma|jumaat|jumat|kam|kamis|kha|"
    "khamis|lun|lundi|mar|mardi|mer|mercredi|min|minggu|mon|monday|pay|payshanba|qua|quarta-feira|qui|"
    "quinta-feira|rab|rabu|s|sab|sabado|sabtu|sam|samedi|sat|saturday|seg|segunda-feira|sel|selasa|sen|senin|"
    "sesh|seshanba|sex|sexta-feira|shan|shanba|sun|sunday|sənbə|ter|terca-feira|thu|thursday|tue|tuesday|ven|"
    "vendredi|wed|wednesday|yak|yakshanba|воскресенье|вс|вт|вторник|пн|понедельник|пт|пятница|сб|ср|среда|"
    "суббота|четверг|чт|اتوار|الاثنين|الاحد|الاربعاء|الثلاثاء|الجمعه|الخميس|السبت|بدھ|جمعرات|جمعه|جمعہ|دوشنبه|"
    "سه‌شنبه|شنبه|منگل|يكشنبه|پنجشنبه|پير|چهارشنبه|ہفتہ"
)
# Months of the Hijri calendar, and the word for it: a date with one of them is of another calendar.
HIJRI_NAMES = (
    "محرم", "صفر", "ربيع", "جمادي", "رجب", "شعبان", "رمضان", "شوال", "القعده", "الحجه", "هجري", "muharram", "mouharram",
    "safar", "rabi", "jumada", "joumada", "rajab", "shaban", "chaabane", "ramadan", "shawwal", "chawwal", "qada",
    "hijja", "hijri", "hegire",
)


def fold_name(name: str) -> str:
    """In small letters, without accents, hamzas, vowel marks and full stops: names differ by none of them."""
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Mn" and letter not in ".'\u0640")


MONTHS: Mapping[str, int] = {name: number for number, names in _NAMES.items() for name in names.split("|")}
WEEKDAYS = frozenset(_WEEKDAYS.split("|"))
