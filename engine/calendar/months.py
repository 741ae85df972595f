"""Names of months and weekdays. Gregorian months in Arabic are those used in Saudi Arabia."""

from __future__ import annotations

from typing import Final

from engine.model.words import Text

GREGORIAN_MONTHS: Final = (
    Text("يناير", "January"),
    Text("فبراير", "February"),
    Text("مارس", "March"),
    Text("أبريل", "April"),
    Text("مايو", "May"),
    Text("يونيو", "June"),
    Text("يوليو", "July"),
    Text("أغسطس", "August"),
    Text("سبتمبر", "September"),
    Text("أكتوبر", "October"),
    Text("نوفمبر", "November"),
    Text("ديسمبر", "December"),
)
HIJRI_MONTHS: Final = (
    Text("محرم", "Muharram"),
    Text("صفر", "Safar"),
    Text("ربيع الأول", "Rabi I"),
    Text("ربيع الآخر", "Rabi II"),
    Text("جمادى الأولى", "Jumada I"),
    Text("جمادى الآخرة", "Jumada II"),
    Text("رجب", "Rajab"),
    Text("شعبان", "Sha'ban"),
    Text("رمضان", "Ramadan"),
    Text("شوال", "Shawwal"),
    Text("ذو القعدة", "Dhu al-Qa'dah"),
    Text("ذو الحجة", "Dhu al-Hijjah"),
)
WEEKDAYS: Final = (  # from Monday, as ISO 8601 counts them
    Text("الاثنين", "Monday"),
    Text("الثلاثاء", "Tuesday"),
    Text("الأربعاء", "Wednesday"),
    Text("الخميس", "Thursday"),
    Text("الجمعة", "Friday"),
    Text("السبت", "Saturday"),
    Text("الأحد", "Sunday"),
)
