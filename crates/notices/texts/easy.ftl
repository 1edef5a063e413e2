notices-mail-open = この ページを 見てください。
notices-mail-help = わからない ときは 電話してください。電話 { $phone }
notices-mail-end = この メールを 止める：
