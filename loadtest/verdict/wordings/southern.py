"""Wordings in Hindi and Urdu (in Latin letters too), Indonesian, Vietnamese and Arabic."""

from __future__ import annotations

from loadtest.verdict.wordings.fragments import START, WORD

_ID_THINGS = "(?:pesan|permintaan|percobaan|pertanyaan|kredit|chat)"
_ID_LATER = "(?:nanti|lagi|kembali|beberapa (?:saat|menit)|sebentar lagi)"
_LATN_THINGS = "(?:message|messages|sms|msg|request|requests|text|texts|sawaal|sawal|question|questions|credit|credits)"
_AR_THINGS = "(?:رسائل|طلبات|محاولات|اسئلة|رسائلك|طلباتك|رصيدك)"

LIMIT: tuple[str, ...] = (
    # Hindi and Urdu in Latin letters
    (
        rf"\b(?:bahut|bohot|bahot|kaafi|itne|bohat) (?:zyada |jyada |saare |sare |saari )?{_LATN_THINGS}(?: [a-z]"
        rf"+){{0,3}} (?:bhej|kar|kiye|ho|aa)|\b(?:bahut|bohot|bahot|kaafi) (?:zyada|jyada|saare) {_LATN_THINGS}"
    ),
    r"\blimit (?:[a-z]+ ){0,2}(?:cross|khatam|poori|puri|pahunch|reach|ho gayi|ho gai)",
    rf"\b{_LATN_THINGS}(?: [a-z]+){{0,3}} (?:khatam|khtm|khatm)",
    r"\b(?:thoda |zara )?(?:dheere|ahista)(?: [a-z]+){0,3} (?:bhej|likh|karo|chal)|\bitni jaldi",
    # Hindi
    "(?:बहुत|इतने) (?:ज़्यादा|ज्यादा|अधिक|सारे|जल्दी जल्दी|तेज़ी से|जल्दी)? ?(?:संदेश|मैसेज|अनुरोध|एसएमएस|सवाल)",
    "(?:सीमा|लिमिट|कोटा)[^.]{0,24}(?:पार|समाप्त|पूरी|पहुंच|पहुँच|खत्म|पूरा)",
    ("(?:बैलेंस|क्रेडिट|शेष राशि)[^.]{0,12}(?:खत्म|समाप्त|कम है|पर्याप्त नहीं)|अधिकतम[^.]{0,20}(?:पहुंच|पहुँच|पूरे|हो चुके)"),
    "(?:संदेश|मैसेज|सवाल|क्रेडिट|प्रश्न)[^.]{0,16}(?:खत्म|समाप्त|ख़त्म)",
    "(?:थोड़ा |ज़रा |कृपया )धीरे|धीरे[- ]धीरे भेज",
    # Indonesian
    rf"\bterlalu banyak {_ID_THINGS}",
    rf"\b(?:mengirim|kirim|{_ID_THINGS}) (?:[a-z]+ ){{0,3}}terlalu (?:cepat|sering)",
    (
        r"\b(?:mencapai|melebihi|melampaui|menghabiskan) (?:[a-z]+ ){0,2}(?:batas|kuota|limit|jumlah maksimum"
        r"|maksimum|maksimal)\b"
    ),
    r"\b(?:saldo|kredit|pulsa|token)(?: [a-z]+){0,3} (?:habis|tidak cukup|kurang|tidak mencukupi)\b",
    rf"{START}(?:hanya |maksimal |maksimum )?(?:[0-9]+|satu|dua|tiga|lima) {_ID_THINGS} (?:per|setiap|sehari|dalam)\b",
    r"\b(?:batas|kuota|limit|jatah) (?:[a-z]+ ){0,6}(?:tercapai|habis|terlampaui|terpenuhi|terlewati)",
    rf"\b{_ID_THINGS} (?:[a-z]+ ){{0,4}}(?:habis|sudah terpakai)",
    f"{START}(?:tolong |mohon )?pelan-pelan",
    r"\bjangan (?:spam|kirim terlalu)",
    r"\btunggu (?:[a-z0-9]+ ){0,4}sebelum (?:mengirim|kirim|bertanya|menggunakan|mencoba)",
    rf"\b(?:server|sistem|layanan|bot)(?: [a-z]+){{0,3}} (?:sibuk|padat|penuh|overload)[^?]{{0,60}}{_ID_LATER}",
    # Vietnamese
    r"\bqua nhieu (?:tin nhan|yeu cau|cau hoi)",
    r"\b(?:gui|nhan)(?: [a-z]+){0,3} qua nhanh",
    r"\b(?:vuot qua|dat den|dat|het) (?:[a-z]+ )?gioi han",
    r"\bhet (?:so )?(?:luot|han muc|tin nhan|tien|diem|credit)|\bso du (?:[a-z]+ )?khong du",
    r"\b(?:dat|dung) (?:[a-z]+ )?(?:toi da|muc toi da)",
    # Arabic
    "(?:رسائل|طلبات|محاولات|اسئلة) (?:كثيرة|عديدة|كثيره)|(?:الكثير|العديد|عدد كبير) من (?:الرسائل|الطلبات)",
    "(?:تجاوز|بلغ|وصل|استنفد)[^.]{0,20}(?:الحد|حدك|للحد|حد )",
    f"(?:انتهت|انتهى|انتهي|نفد|نفدت|استنفدت|استهلكت)[^.]{{0,16}}(?:{_AR_THINGS}|الرسائل|الاسئلة|حصتك|محاولات|رصيد)",
    "(?:ترسل|الرسائل|ارسال)[^.]{0,16}بسرعة|(?:ارسلت|تلقينا)[^.]{0,10}(?:رسائل|طلبات) كثيرة",
    (
        "(?:رصيدك|رصيد)[^.]{0,12}(?:غير كاف|لا يكفي|منته)|لم يتبق[^.]{0,10}(?:رسائل|رصيد|اسئلة|محاولات)|الحد "
        "الاقصى[^.]{0,24}(?:اليوم|تجاوز|بلوغ)"
    ),
)

REFUSAL: tuple[str, ...] = (
    # Hindi and Urdu in Latin letters
    (
        r"\b(?:message|request|photo|file|image)[a-z]* (?:[a-z]+ ){0,3}(?:process|save|receive|send|mil)[a-z]*(?: [a-z]"
        "+)? (?:nahi|nhi)"
    ),
    (
        r"\b(?:number|account)(?: [a-z]+){0,5} (?:register|registered|link|linked|verify|verified|juda)(?: [a-z]+)? "
        "(?:nahi|nhi)"
    ),
    r"\bkuch (?:[a-z]+ ){0,2}(?:galat|gadbad|garbar|masla|problem|dikkat|error|ghalat)",
    r"\b(?:technical|system|server) (?:[a-z]+ )?(?:problem|dikkat|error|masla|issue|kharabi) (?:hai|aa|hui|ho|ke)",
    r"\b(?:nahi|nhi) (?:ho|kar|bhej|bana|mil|chal) (?:saka|saki|sake|paya|payi|paye|raha|rahe|rahi)\b",
    r"\baap (?:[a-z]+ ){0,2}(?:registered|authorized|register) (?:nahi|nhi)",
    r"\b(?:service|bot|system|seva) (?:[a-z]+ ){0,3}(?:band|uplabdh nahi|available nahi)",
    # Hindi
    ("(?:संदेश|मैसेज|अनुरोध|फ़ोटो|फोटो|फ़ाइल)[^.]{0,20}(?:(?:प्रोसेस|संसाधित|स्वीकार|सहेज|सेव|भेज)[^.]{0,8}नहीं|असफल|विफल)"),
    "(?:नंबर|खाता|खाते|अकाउंट)[^.]{0,24}(?:पंजीकृत|लिंक|जुड़ा|सत्यापित|रजिस्टर|मौजूद)[^.]{0,6}नहीं",
    "आप [^.]{0,12}(?:पंजीकृत|अधिकृत|रजिस्टर)[^.]{0,6}नहीं|(?:अनुमति|पहुंच|एक्सेस) नहीं",
    "कुछ (?:[^ .]+ )?(?:गलत|गड़बड़|समस्या|दिक्कत|तकनीकी)|तकनीकी (?:समस्या|खराबी|त्रुटि|गड़बड़|दिक्कत)",
    "(?:त्रुटि|एरर)[^.]{0,8}(?:हुई|हो गई|आई|है|आ गई)",
    "(?:सेवा|बॉट|सिस्टम|सर्वर)[^.]{0,16}(?:उपलब्ध नहीं|अनुपलब्ध|बंद|डाउन|रखरखाव|काम नहीं)",
    (
        "(?:नहीं (?:कर|भेज|सहेज|बना|दिखा|खोल|ला) (?:सके|सका|पाए|पाया|पा रहे)|(?:कर|भेज|सहेज|बना|दिखा) नहीं (?:सके"
        "|सका|पाए|पाया|पा रहे))"
    ),
    (
        "(?:आपका|यह|इस) नंबर[^.]{0,20}(?:नहीं मिला|अज्ञात|पहचान नहीं|नहीं पहचान)|(?:बुकिंग|अपॉइंटमेंट|भुगतान"
        "|अनुरोध)[^.]{0,12}(?:विफल|असफल|नहीं हो (?:सका|सकी|पाया|पाई))"
    ),
    # Indonesian
    (
        r"\b(?:tidak (?:dapat|bisa)|gagal) (?:di)?(?:mem|men|meng|me|ter)?(?:proses|terima|simpan|kirim|hubung|muat"
        "|buat|ambil|unduh|jawab|respon|layani|akses|nyimpan|ngirim|nerima|upload|catat|olah|baca|daftar|pesan|tampil"
        "|jadwal|perbarui|batal|selesai)"
    ),
    (
        r"\b(?:nomor|akun|no)(?: [a-z]+){0,3} (?:tidak|belum|tdk) (?:terdaftar|terhubung|terverifikasi|dikenal"
        "|ditemukan|aktif|diizinkan|terotorisasi)"
    ),
    (
        r"\b(?:anda|kamu) (?:tidak|belum) (?:terdaftar|memiliki (?:akses|izin|akun)|punya (?:akses|izin|akun)|diizinkan"
        "|berhak)"
    ),
    r"\bakses ditolak\b|\btidak (?:memiliki|punya) (?:akses|izin)\b",
    (
        r"\b(?:nomor|pengirim) (?:[a-z]+ )?(?:tidak dikenal(?:i)?|asing)\b|\b(?:tidak (?:mengenali|menemukan)|tidak "
        "ada akun) (?:[a-z]+ ){0,3}nomor"
    ),
    r"\b(?:bot|sistem|server|aplikasi)(?: [a-z]+){0,2} (?:rusak|crash|macet|tidak merespon|tidak berfungsi|bermasalah)",
    (
        r"\b(?:silakan|harap|harus|wajib|mohon) (?:[a-z]+ ){0,2}(?:mendaftar|daftar|registrasi) (?:[a-z]+ )?"
        "(?:terlebih dahulu|dulu|dahulu)"
    ),
    (
        r"\b(?:terjadi|ada|mengalami|sedang|lagi|menghadapi) (?:[a-z]+ ){0,2}(?:kesalahan|gangguan|error|masalah teknis"
        r"|kendala teknis|masalah|kendala)\b"
    ),
    (
        f"{START}(?:maaf,? |waduh,? |ups,? )*(?:sistem |server )?(?:error|kesalahan|gagal)(?: (?:sistem|server|saat"
        r"|dalam|internal|teknis)\b| ?[:!.,-]|$)"
    ),
    (
        r"\b(?:layanan|bot|sistem|server|fitur)(?: [a-z]+){0,3} (?:tidak (?:tersedia|aktif|bisa diakses)|offline"
        "|maintenance|pemeliharaan|nonaktif|perbaikan|down|mati|ditutup)"
    ),
    r"\bada yang (?:salah|tidak beres)",
    r"\bmaaf\b[^?]{0,80}\b(?:coba|ulangi)(?: [a-z]+){0,2} (?:nanti|beberapa|sebentar|dalam [0-9])",
    r"\b(?:file|pesan|foto|gambar|video)(?: [a-z]+){0,2} terlalu (?:besar|panjang)",
    r"\b(?:nomor|akun|langganan|anda|kamu|masa)(?: [a-z]+){0,3} (?:diblokir|ditangguhkan|kedaluwarsa|berakhir)",
    # Vietnamese
    (
        r"\bkhong (?:the )?(?:xu ly|nhan|luu|gui|ket noi|tra loi) (?:duoc )?(?:[a-z]+ ){0,2}(?:tin nhan|yeu cau|cau hoi"
        "|luc nay)"
    ),
    r"\b(?:so|tai khoan) (?:[a-z]+ ){0,4}(?:chua|khong) (?:duoc )?(?:dang ky|lien ket|xac minh|ton tai)",
    r"\b(?:da xay ra|xay ra|gap|bi|co) (?:[a-z]+ )?(?:loi|su co|truc trac)\b",
    r"\bkhong (?:the )?(?:dat lich|luu|hoan tat|thuc hien|tai|tao|tim thay tai khoan|nhan ra so)\b",
    r"\b(?:dich vu|he thong|bot)(?: [a-z]+){0,4} (?:bao tri|khong kha dung|tam ngung|ngung hoat dong)",
    r"\bkhong co quyen\b",
    # Arabic
    (
        "(?:لم نتمكن|لم اتمكن|لم يتم|تعذر|تعذرت|لا يمكن|لا يمكنني|لا استطيع|فشل|فشلت)[^.]{0,14}(?:معالجة|حفظ|ارسال"
        "|استلام|اكمال|الاتصال|تنفيذ|تحميل|انشاء|تسجيل|الوصول|حجز|عرض|الرد|تاكيد|تحديث|اتمام)"
    ),
    "(?:فشل|فشلت) (?:العملية|الارسال|المعالجة|الطلب|التحميل|في )",
    "(?:رقم|حساب|هاتف)[^.]{0,20}(?:غير|ليس) (?:مسجل|مرتبط|مفعل|مصرح|موثق|معروف|مربوط)",
    "(?:انت )?(?:لست|غير) (?:مسجل|مشترك|مصرح|مخول)|ليس لديك (?:صلاحية|اذن|حساب|صلاحيات)|غير مصرح",
    f"(?:حدث|حدثت|وقع|وقعت|هناك|واجهنا|نواجه|واجهت|حصل|حصلت|بسبب) (?:{WORD} ){{0,2}}(?:خطا|مشكلة|مشكله|عطل|خلل)",
    "(?:النظام|الخادم|البوت|السيرفر)[^.]{0,12}(?:لا يعمل|لا يستجيب|تعطل|توقف)|تعطل (?:النظام|الخادم|البوت)",
    (
        "(?:رقمك|هذا الرقم|رقم هاتفك)[^.]{0,6}(?:غير معروف|مجهول|غير موجود)|لا نتعرف على (?:هذا )?(?:الرقم|رقمك)"
        "|لا يوجد (?:حساب|مستخدم|عميل)[^.]{0,16}(?:بهذا|مرتبط|لهذا)"
    ),
    f"{START}(?:عذرا,? )?(?:خطا|عطل|خلل) (?:في|فني|تقني|داخلي|غير)",
    "(?:الخدمة|البوت|النظام|خدمة)[^.]{0,16}(?:غير متاح|متوقف|صيانة|معطل|غير متوفر)|تحت الصيانة",
    "(?:تم حظر|رقمك محظور|حسابك (?:محظور|موقوف|معلق)|انتهى اشتراكك|انتهت صلاحية)",
)
