cases-once-household-year = あなたの ｜家《いえ》は ｜今年度《こんねんど》 もう ｜申《もう》し｜込《こ》んでいます
cases-once-household-ever = あなたの ｜家《いえ》は もう ｜申《もう》し｜込《こ》んでいます
cases-once-applicant-year = この｜人《ひと》は ｜今年度《こんねんど》 もう ｜申《もう》し｜込《こ》んでいます
cases-once-applicant-ever = この｜人《ひと》は もう ｜申《もう》し｜込《こ》んでいます
cases-once-answer-year = ｜同《おな》じ ｜申《もう》し｜込《こ》みを ｜今年度《こんねんど》 もう もらっています
cases-once-answer-ever = ｜同《おな》じ ｜申《もう》し｜込《こ》みを もう もらっています
cases-once-number = ｜番号《ばんごう》は { $reference } です。{ $day }に ｜出《だ》しました。
cases-once-turn = もう ｜一度《いちど》 ｜出《だ》したい｜人《ひと》や、｜知《し》らない｜人《ひと》は、{ $desk }（｜電話《でんわ》 { $phone }）に ｜聞《き》いてください。

cases-cosign-before = { $who }の ｜名前《なまえ》（｜署名《しょめい》）も いります。｜二人《ふたり》の ｜名前《なまえ》が そろった ｜日《ひ》に ｜出《だ》したことに なります。
cases-cosign-needed = { $who }の ｜名前《なまえ》（｜署名《しょめい》）が いります
cases-cosign-day = ｜二人《ふたり》の ｜名前《なまえ》が そろった ｜日《ひ》に ｜出《だ》したことに なります。まだ ｜出《だ》していません。
cases-cosign-go = お｜願《ねが》いする
cases-cosign-see = どうなったか ｜見《み》る
cases-cosign-title = { $who }に お｜願《ねが》いする
cases-cosign-lead = { $who }が あなたの ｜書《か》いたことを ｜全部《ぜんぶ》 ｜読《よ》みます（｜住所《じゅうしょ》や ｜電話番号《でんわばんごう》も）。「いいです」と ｜答《こた》えると、その｜日《ひ》に ｜出《だ》したことに なります。｜見《み》せられない ときは ｜窓口《まどぐち》に ｜言《い》ってください。
cases-cosign-name = { $who }の ｜名前《なまえ》
cases-cosign-name-missing = ｜名前《なまえ》を ｜書《か》いてください。
cases-cosign-email = その｜人《ひと》の メールアドレス
cases-cosign-email-hint = ｜書《か》くと、｜町《まち》から メールを ｜送《おく》ります。｜書《か》かなくても いいです。
cases-cosign-secret = ｜合言葉《あいことば》（その｜人《ひと》の ｜生《う》まれた｜日《ひ》か、4つから 8つの ｜数字《すうじ》）
cases-cosign-secret-hint = ページを ｜開《ひら》く とき いります。その｜人《ひと》に ｜言《い》ってください。
cases-cosign-ask = お｜願《ねが》いを ｜作《つく》る
cases-cosign-waiting = { $name }さんを ｜待《ま》っています
cases-cosign-how = { $name }さんに ｜下《した》の QRコードを ｜見《み》せるか、この ｜画面《がめん》を ｜印刷《いんさつ》して わたしてください。｜合言葉《あいことば》が いります。{ $until }まで です。
cases-cosign-how-mail = { $name }さんに メールを ｜送《おく》ります。｜下《した》の QRコードを ｜見《み》せても いいです。｜合言葉《あいことば》が いります。{ $until }まで です。
cases-cosign-qr = ｜名前《なまえ》を ｜書《か》く ページの QRコード
cases-cosign-address = ｜名前《なまえ》を ｜書《か》く ページの アドレス
cases-cosign-counter = ｜紙《かみ》に ｜書《か》く とき
cases-cosign-counter-text = { $desk }の ｜窓口《まどぐち》でも できます。この ｜番号《ばんごう》を ｜持《も》ってきてください。
cases-cosign-again = お｜願《ねが》いを やりなおす
cases-cosign-again-text = ｜名前《なまえ》や ｜合言葉《あいことば》を まちがえた とき、ほかの｜人《ひと》に お｜願《ねが》いする とき。
cases-cosign-cancel = この お｜願《ねが》いを やめる
cases-cosign-back = ｜書《か》いたことに もどる
cases-cosign-declined = { $name }さんは「だめです」と ｜答《こた》えました
cases-cosign-declined-words = ｜言葉《ことば》が とどいています。
cases-cosign-declined-silent = ｜理由《りゆう》は ありません。
cases-cosign-expired = { $name }さんの ｜答《こた》えが ｜来《き》ませんでした。もう ｜一度《いちど》 お｜願《ねが》いできます。
cases-cosign-changed = ｜書《か》いたことが かわりました。もう ｜一度《いちど》 お｜願《ねが》いしてください
cases-cosign-without = ｜名前《なまえ》を もらえない とき
cases-cosign-without-lead = もらえない ｜理由《りゆう》を ｜書《か》くと、このまま ｜出《だ》せます。｜理由《りゆう》は ｜担当《たんとう》の ｜人《ひと》だけが ｜見《み》ます。
cases-cosign-reason = もらえない ｜理由《りゆう》
cases-cosign-reason-hint = れい　｜一人《ひとり》で ｜育《そだ》てているから。｜連絡《れんらく》できないから。
cases-cosign-reason-missing = ｜理由《りゆう》を ｜書《か》いてください。
cases-cosign-words-long = 500｜文字《もじ》までに してください。
cases-cosign-without-send = このまま ｜出《だ》す

cases-sign-title = ｜名前《なまえ》の お｜願《ねが》い
cases-sign-lead = { $town }に ｜出《だ》す ｜申《もう》し｜込《こ》みに、あなたの「いいです」が いります。お｜願《ねが》いした ｜人《ひと》から ｜聞《き》いた ｜合言葉《あいことば》を ｜書《か》いてください。
cases-sign-secret = ｜合言葉《あいことば》
cases-sign-secret-hint = あなたの ｜生《う》まれた｜日《ひ》か、4つから 8つの ｜数字《すうじ》です。
cases-sign-open = ｜見《み》る
cases-sign-wrong = ｜合言葉《あいことば》が ちがいます。お｜願《ねが》いした ｜人《ひと》に ｜聞《き》いてください。
cases-sign-closed = ｜何度《なんど》も ちがったので、｜開《ひら》けません。お｜願《ねが》いした ｜人《ひと》に、もう ｜一度《いちど》 お｜願《ねが》いして もらってください。
cases-sign-over = この ページは もう ｜使《つか》えません
cases-sign-over-text = もう ｜答《こた》えたか、かわったか、｜時間《じかん》が すぎました。お｜願《ねが》いした ｜人《ひと》に ｜聞《き》いてください。
cases-sign-heading = { $name }さんの ｜申《もう》し｜込《こ》み
cases-sign-read = よく ｜読《よ》んでください。あなたが「いいです」と ｜答《こた》える ことです。
cases-sign-files = つけた ファイルも ｜申《もう》し｜込《こ》みの ｜中《なか》です。
cases-sign-agree = 「いいです」の とき
cases-sign-agreed = ｜読《よ》みました。これで いいです。
cases-sign-agreed-missing = 「いいです」の ときは、しるしを つけてください。
cases-sign-name = あなたの ｜名前《なまえ》
cases-sign-day = 「いいです」と ｜答《こた》えると、きょう ｜出《だ》したことに なります。
cases-sign-yes = ｜名前《なまえ》を ｜出《だ》す
cases-sign-decline = 「だめです」の とき
cases-sign-words = ｜言《い》いたいこと
cases-sign-words-hint = ｜申《もう》し｜込《こ》んだ ｜人《ひと》に つたえます。｜書《か》かなくても いいです。
cases-sign-no = 「だめです」と ｜答《こた》える
cases-sign-done = ｜名前《なまえ》を もらいました
cases-sign-done-day = ｜二人《ふたり》の ｜名前《なまえ》が そろいました。{ $day }に ｜出《だ》したことに なります。
cases-sign-declined = つたえます
cases-sign-declined-title = 「だめです」を うけました
cases-sign-declined-text = まだ ｜出《だ》していません。｜申《もう》し｜込《こ》んだ ｜人《ひと》に ｜知《し》らせます。
cases-sign-stuck = ｜今《いま》は できません
cases-sign-stuck-text = ｜書《か》いたことを なおさなければ なりません。お｜願《ねが》いした ｜人《ひと》に ｜言《い》ってください。

cases-tell-cosign-asked-subject = お｜願《ねが》い（{ $town }の ｜申《もう》し｜込《こ》み）
cases-tell-cosign-asked-body =
    { $name }さん

    { $applicant }さんの「{ $procedure }」に、あなたの「いいです」が いります。

    ｜読《よ》んで、｜答《こた》えてください。｜合言葉《あいことば》は { $applicant }さんに ｜聞《き》いてください。
    { $link }

    { $until }まで です。｜知《し》らない ｜人《ひと》からの ときは、この メールを ｜消《け》してください。
cases-tell-cosign-again-subject = ｜待《ま》っています（{ $town }の ｜申《もう》し｜込《こ》み）
cases-tell-cosign-again-body =
    { $name }さん

    { $applicant }さんの「{ $procedure }」が、あなたの ｜答《こた》えを ｜待《ま》っています。

    { $link }

    { $until }まで です。この お｜知《し》らせは ｜一度《いちど》だけです。
cases-tell-cosign-declined-subject = ｜答《こた》えが ｜来《き》ました
cases-tell-cosign-declined-body =
    「{ $procedure }」に、{ $name }さんは「だめです」と ｜答《こた》えました。まだ ｜出《だ》していません。

    { $words }

    なおして もう ｜一度《いちど》 お｜願《ねが》いするか、｜窓口《まどぐち》に ｜聞《き》いてください。
    { $link }
cases-tell-cosign-expired-subject = ｜答《こた》えが ｜来《き》ませんでした
cases-tell-cosign-expired-body =
    「{ $procedure }」に、{ $name }さんの ｜答《こた》えが ｜来《き》ませんでした。まだ ｜出《だ》していません。

    もう ｜一度《いちど》 お｜願《ねが》いするか、｜窓口《まどぐち》に ｜聞《き》いてください。
    { $link }

cases-register-silent = ｜今《いま》 ｜町《まち》の ｜記録《きろく》を ｜見《み》られません。あいている ところは じぶんで ｜書《か》いてください。あとで ｜町《まち》が ｜確《たし》かめます。
cases-register-since = ｜町《まち》の ｜記録《きろく》は { $day }の ものです。かわった ところは ｜直《なお》してください。あとで ｜町《まち》が ｜確《たし》かめます。
cases-register-after = ｜今《いま》 ｜町《まち》の ｜記録《きろく》を ｜見《み》られませんでした。｜申《もう》し｜込《こ》みは できました。あとで ｜町《まち》が ｜確《たし》かめます。
cases-mail-late = メールは おそく とどく ことが あります。とどかなくても、｜申《もう》し｜込《こ》みは できています。
cases-stop-email = お｜知《し》らせを もらう メールアドレス
cases-stop-email-hint = ｜三日《みっか》 たっても ｜終《お》わっていない とき、｜一度《いちど》だけ ｜知《し》らせます。｜書《か》かなくても いいです。
cases-stop-reminded = ｜三日《みっか》 たっても ｜終《お》わっていない とき、｜一度《いちど》だけ ｜知《し》らせます。
cases-forgotten = ｜書《か》きかけの ｜申《もう》し｜込《こ》み
cases-forgotten-lead = { $until }まで ｜残《のこ》します。つづける ことも、｜消《け》す ことも できます。
cases-forgotten-quiet = お｜知《し》らせを ｜止《と》める
cases-forgotten-hushed = もう お｜知《し》らせは ｜来《き》ません
cases-forgotten-delete = ｜消《け》す
cases-forgotten-delete-text = ｜書《か》いたことを ｜消《け》します。もとに もどりません。
cases-forgotten-delete-yes = ｜消《け》す
cases-forgotten-deleted = ｜消《け》しました
cases-forgotten-gone = もう ありません
cases-forgotten-gone-text = ｜申《もう》し｜込《こ》んだか、｜消《け》したか、｜時間《じかん》が すぎました。
cases-own-link = ｜書《か》いたことを ｜見《み》る、やめる
cases-own-title = ｜書《か》いたことの ひかえ
cases-own-lead = あなたか どうか ｜確《たし》かめます。｜申《もう》し｜込《こ》みに ｜書《か》いた ことを 1つ ｜書《か》いてください。
cases-own-none = ここでは ｜確《たし》かめられません。｜窓口《まどぐち》に ｜聞《き》いてください。
cases-own-fact = ｜生《う》まれた｜日《ひ》、｜電話番号《でんわばんごう》、メールアドレスの どれか
cases-own-fact-hint = ｜申《もう》し｜込《こ》みに ｜書《か》いた とおりに。れい　1950｜年《ねん》4｜月《がつ》1｜日《にち》、0247-72-0000
cases-own-open = ｜見《み》る
cases-own-wrong = ちがいます。もう ｜一度《いちど》 ｜見《み》てください。
cases-withdraw-sure = やめます。もとに もどらない ことが わかりました。
cases-withdraw-sure-missing = やめる ときは、しるしを つけてください。
cases-cosign-signed = { $name }さんが { $day }に ｜名前《なまえ》を ｜出《だ》しました。
