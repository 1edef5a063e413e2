notices-mail-open = 続きは次のページをごらんください。
notices-mail-help = 困ったときは、お電話ください。電話 { $phone }
notices-mail-end = このお知らせのメールを止める：
