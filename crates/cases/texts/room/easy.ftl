cases-apply = ｜申《もう》し｜込《こ》み
cases-begun = まだ ｜終《お》わっていない ｜申《もう》し｜込《こ》みが あります
cases-bring = ｜用意《ようい》する もの
cases-for = だれのため
cases-time = いつ
cases-length = ｜質問《しつもん》の ｜数《かず》
cases-pages = だいたい { $n }ページです。｜途中《とちゅう》で やめて、あとで ｜続《つづ》けられます。
cases-answer-by = ｜返事《へんじ》の ｜日《ひ》
cases-days = ｜役場《やくば》が ｜開《あ》いている ｜日《ひ》で { $days }日ぐらいです。きょう ｜出《だ》すと { $due }ごろです。
cases-fee = お｜金《かね》
cases-fee-none = いりません
cases-fee-each = 1{ $per } { $yen }
cases-fee-unknown = まだ ｜分《わ》かりません。｜決《き》まったら ｜知《し》らせます。
cases-unconfirmed = ｜確認中《かくにんちゅう》
cases-begin = ｜始《はじ》める
cases-without-account = アカウントが なくても できます。｜途中《とちゅう》で やめるとき、｜番号《ばんごう》を わたします。
cases-need-account = ログインして ください。｜町《まち》が ｜知《し》っている ことは、もう ｜書《か》いて あります。
cases-need-match = ｜送《おく》るときに、あなたが だれか、｜確認《かくにん》が ｜要《い》ります。｜今《いま》は、｜書《か》くことが できます。
cases-other-ways = ｜役場《やくば》、｜電話《でんわ》、｜紙《かみ》でも できます。{ $desk }（｜電話《でんわ》 { $phone }）に ｜言《い》って ください。
cases-resume-link = ｜番号《ばんごう》で ｜続《つづ》きから ｜始《はじ》める
cases-draft-meta = { $at }まで ｜書《か》きました。{ $until }まで のこします。
cases-prefilled = ｜町《まち》の ｜記録《きろく》から ｜入《い》れました。
cases-help = ｜分《わ》からない とき
cases-yen = ｜円《えん》
cases-row = { $n }つ｜目《め》
cases-row-more = もう1つ ｜書《か》く
cases-agree = ｜同意《どうい》します（いいです）
cases-persons-typed = 1｜行《ぎょう》に 1｜人《ひとり》ずつ ｜名前《なまえ》を ｜書《か》いて ください。
cases-bank-bank = ｜銀行《ぎんこう》
cases-bank-bank-hint = ｜名前《なまえ》か 4けたの ｜番号《ばんごう》
cases-bank-branch = ｜支店《してん》
cases-bank-branch-hint = ｜名前《なまえ》か 3けたの ｜番号《ばんごう》
cases-bank-account = ｜口座《こうざ》の しゅるい
cases-bank-kind-ordinary = ｜普通《ふつう》
cases-bank-kind-current = ｜当座《とうざ》
cases-bank-kind-savings = ｜貯蓄《ちょちく》
cases-bank-number = ｜口座番号《こうざばんごう》
cases-bank-number-hint = 7けたまでの ｜数字《すうじ》
cases-bank-holder = ｜口座《こうざ》の ｜名前《なまえ》
cases-bank-holder-hint = カタカナで、｜通帳《つうちょう》と ｜同《おな》じに
cases-file-limit = 1つ { $megabytes }MBまで、{ $max }つまで。｜写真《しゃしん》を とった ｜場所《ばしょ》の ｜情報《じょうほう》は ｜消《け》します。
cases-file-keep = つけてある ファイル（いらない ときは しるしを ｜消《け》して ください）
cases-file-see = ｜見《み》る
cases-file-heic = この ｜写真《しゃしん》から、とった ｜場所《ばしょ》の ｜記録《きろく》を ｜消《け》せませんでした。スクリーンショットを つけてください。
cases-file-broken = ファイルを ｜開《ひら》けません。もう一度 とって ください。
cases-file-active = この PDFは ｜受《う》け｜取《と》れません。｜紙《かみ》に ｜印刷《いんさつ》して ｜写真《しゃしん》を つけて ください。
cases-next-page = ｜次《つぎ》へ
cases-stop = ここで やめて、あとで ｜続《つづ》ける
cases-back = もどる
cases-go-on = ｜続《つづ》ける
cases-progress = どこまで できたか
cases-step = { $all }ページの { $at }ページ｜目《め》

cases-check-title = ｜確《たし》かめて ください
cases-check-lead = ちがう ところは 「｜変更《へんこう》する」で ｜直《なお》せます。よければ 「｜申《もう》し｜込《こ》む」を おして ください。
cases-check-missing = まだ ｜答《こた》えて いない ところが あります
cases-check-fee = お｜金《かね》は { $fee } の ｜予定《よてい》です。｜払《はら》うのは あとです。
cases-not-answered = ｜答《こた》えて いません
cases-send = ｜申《もう》し｜込《こ》む
cases-done = ｜申《もう》し｜込《こ》みが できました
cases-done-title = ｜受付番号《うけつけばんごう》
cases-reference = ｜受付番号《うけつけばんごう》
cases-reference-keep = ｜聞《き》きたい とき、この ｜番号《ばんごう》を ｜言《い》って ください。
cases-what-next = これから
cases-receipt = ｜受付票《うけつけひょう》（PDF）
cases-see-case = いまの ようすを ｜見《み》る
cases-public-page = ｜下《した》の ページで、いつでも ようすを ｜見《み》られます。｜印刷《いんさつ》して ください。
cases-receipt-next-look = ｜担当《たんとう》の ｜人《ひと》が ｜確《たし》かめます。
cases-receipt-next-ask = たりない ことが あれば、｜聞《き》きます。
cases-receipt-next-end = ｜決《き》まったら ｜知《し》らせます。

cases-stop-title = ここまで のこしました
cases-stop-lead = { $until }まで のこします。
cases-stop-account = 「｜自分《じぶん》の ｜申《もう》し｜込《こ》み」から、どの スマートフォンや パソコンでも ｜続《つづ》けられます。
cases-stop-to-list = ｜自分《じぶん》の ｜申《もう》し｜込《こ》みへ
cases-stop-browser = この スマートフォンや パソコンでは このまま ｜続《つづ》けられます。ほかの もので ｜続《つづ》けるときは ｜番号《ばんごう》を もらって ください。
cases-stop-secret = ひみつの ｜番号《ばんごう》（｜生《う》まれた｜日《ひ》か、4〜8けたの ｜数字《すうじ》）
cases-stop-secret-hint = れい　1950年4月1日、または 0427
cases-stop-secret-wrong = ｜生《う》まれた｜日《ひ》か、4〜8けたの ｜数字《すうじ》を ｜入《い》れて ください。
cases-stop-make = ｜番号《ばんごう》を もらう
cases-stop-done = ｜番号《ばんごう》が できました
cases-code-title = ｜続《つづ》きの ｜番号《ばんごう》
cases-code = ｜続《つづ》きの ｜番号《ばんごう》
cases-code-hint = 9｜文字《もじ》
cases-code-how = { $url } を ｜開《ひら》いて、この ｜番号《ばんごう》と ひみつの ｜番号《ばんごう》を ｜入《い》れて ください。{ $until }まで ｜使《つか》えます。ほかの ｜人《ひと》に ｜教《おし》えないで ください。
cases-resume-title = ｜続《つづ》きから ｜始《はじ》める
cases-resume-lead = もらった ｜番号《ばんごう》と、ひみつの ｜番号《ばんごう》を ｜入《い》れて ください。
cases-resume-secret = ひみつの ｜番号《ばんごう》
cases-resume-open = ｜続《つづ》きを ｜開《ひら》く
cases-resume-wrong = ｜番号《ばんごう》が ちがいます。もう｜一度《いちど》 ｜見《み》て ください。
cases-resume-closed = まちがいが ｜続《つづ》いたので、この ｜番号《ばんごう》は ｜使《つか》えません。｜役場《やくば》に ｜電話《でんわ》して ください。
cases-resume-account = ログインして ｜始《はじ》めたものは 「｜自分《じぶん》の ｜申《もう》し｜込《こ》み」に あります

cases-mine = ｜自分《じぶん》の ｜申《もう》し｜込《こ》み
cases-mine-none = ｜申《もう》し｜込《こ》みは まだ ありません
cases-mine-none-next = ｜手続《てつづ》きの ページから ｜始《はじ》められます。
cases-mine-drafts = ｜書《か》いている とちゅう
cases-mine-open = ｜進《すす》んで いるもの
cases-mine-closed = ｜終《お》わった もの
cases-list-meta = { $reference }　{ $at }
cases-how-far = いまの ようす
cases-now = いま
cases-next = ｜次《つぎ》
cases-when = いつまで
cases-history = これまでの こと
cases-your-answers = ｜書《か》いた こと
cases-decision = ｜町《まち》からの ｜返事《へんじ》
cases-ask-desk = ｜聞《き》きたい ことは { $desk }（｜電話《でんわ》 { $phone }）へ。
cases-call-correct = ｜直《なお》して ほしい ところが あります
cases-correct = ｜直《なお》す
cases-call-pay = お｜金《かね》を ｜払《はら》って ください
cases-see-bill = いくらか ｜見《み》る
cases-call-paper = ｜紙《かみ》が できました
cases-see-paper = できた ｜紙《かみ》を ｜見《み》る

cases-state-submitted = ｜受《う》け｜取《と》りました
cases-state-in-review = ｜確《たし》かめて います
cases-state-awaiting-correction = ｜直《なお》すのを まっています
cases-state-deciding = ｜決《き》めて います
cases-state-awaiting-payment = お｜金《かね》を まっています
cases-state-issuing = ｜紙《かみ》を ｜作《つく》って います
cases-state-closed = ｜終《お》わりました
cases-ending-granted = いいと ｜決《き》まりました
cases-ending-refused = だめだと ｜決《き》まりました
cases-ending-withdrawn = やめました

cases-now-submitted = ｜申《もう》し｜込《こ》みが ｜届《とど》きました。
cases-next-submitted = { $desk }が ｜確《たし》かめます。
cases-when-submitted = { $due }ごろまでに ｜返事《へんじ》します。
cases-now-in-review = { $desk }が ｜確《たし》かめて います。
cases-next-in-review = たりない ことが なければ、｜決《き》めます。
cases-when-in-review = { $due }ごろまでに ｜返事《へんじ》します。
cases-now-awaiting-correction = ｜直《なお》して ほしい ところを ｜知《し》らせました。
cases-next-awaiting-correction = ｜直《なお》した ものが ｜届《とど》いたら、また ｜確《たし》かめます。
cases-when-awaiting-correction = ｜早《はや》めに お｜願《ねが》いします。
cases-now-deciding = ｜役場《やくば》で ｜決《き》めて います。
cases-next-deciding = ｜決《き》まったら ｜知《し》らせます。
cases-when-deciding = { $due }ごろまでに ｜返事《へんじ》します。
cases-now-awaiting-payment = いいと ｜決《き》まりました。お｜金《かね》（{ $fee }）を まっています。
cases-next-awaiting-payment = ｜払《はら》ったら ｜紙《かみ》を ｜作《つく》ります。
cases-when-awaiting-payment = ｜役場《やくば》で ｜払《はら》って ください。
cases-now-issuing = ｜紙《かみ》を ｜作《つく》って います。
cases-next-issuing = できたら ｜知《し》らせます。
cases-when-issuing = もうすぐです。
cases-now-standstill-glyph = ｜紙《かみ》に ｜書《か》く ｜字《じ》の なかに、まだ ｜印刷《いんさつ》できない ｜字《じ》が あります。ちがう ｜形《かたち》の ｜字《じ》では ｜印刷《いんさつ》しません。だから ｜止《と》めて います。
cases-next-standstill-glyph = { $desk }が、その ｜字《じ》を ｜用意《ようい》します。あなたは ｜何《なに》も しなくて いいです。できたら ｜知《し》らせます。
cases-when-standstill-glyph = いつに なるか、まだ わかりません。いそぐ ｜人《ひと》は、{ $desk }（{ $phone }）に ｜聞《き》いてください。
cases-now-standstill = ｜紙《かみ》を ｜作《つく》る ところで、｜止《と》まって います。
cases-next-standstill = { $desk }が、わけを ｜調《しら》べて います。あなたは ｜何《なに》も しなくて いいです。できたら ｜知《し》らせます。
cases-when-standstill = いつに なるか、まだ わかりません。いそぐ ｜人《ひと》は、{ $desk }（{ $phone }）に ｜聞《き》いてください。
cases-now-ending-granted = ｜終《お》わりました。
cases-next-ending-granted = ｜紙《かみ》は ここから ｜開《ひら》けます。
cases-when-ending-granted = ありません。
cases-now-ending-refused = だめだと ｜決《き》まりました。
cases-next-ending-refused = わけは ｜手紙《てがみ》に ｜書《か》いて あります。{ $desk }に ｜聞《き》いて ください。
cases-when-ending-refused = ｜手紙《てがみ》に ｜書《か》いて あります。
cases-now-ending-withdrawn = ｜申《もう》し｜込《こ》みを やめました。
cases-next-ending-withdrawn = もう｜一度《いちど》 ｜申《もう》し｜込《こ》めます。
cases-when-ending-withdrawn = ありません。

cases-event-submit = ｜申《もう》し｜込《こ》みが ｜届《とど》きました
cases-event-take = ｜担当《たんとう》の ｜人《ひと》が ｜決《き》まりました
cases-event-ask-correction = ｜直《なお》して くださいと ｜言《い》いました
cases-event-correct = ｜直《なお》した ものが ｜届《とど》きました
cases-event-propose = ｜決《き》め｜始《はじ》めました
cases-event-decide = ｜決《き》まりました
cases-event-paid = お｜金《かね》を もらいました
cases-event-close = ｜紙《かみ》が できました
cases-event-withdraw = やめました

cases-correct-title = ｜直《なお》す ところ
cases-correct-lead = お｜願《ねが》いした ところだけ ｜答《こた》えて ください。
cases-correct-said = ｜担当《たんとう》の ｜人《ひと》から
cases-correct-send = ｜直《なお》した ものを ｜送《おく》る
cases-withdraw = この ｜申《もう》し｜込《こ》みを やめる
cases-withdraw-title = ｜申《もう》し｜込《こ》みを やめますか
cases-withdraw-lead = やめると ｜終《お》わります。もとに もどせません。
cases-withdraw-yes = やめる
cases-withdraw-no = やめない
cases-feedback-send = ｜答《こた》えを ｜送《おく》る
cases-feedback-thanks = ありがとうございました

cases-tell-received-subject = ｜申《もう》し｜込《こ》みが ｜届《とど》きました（{ $reference }）
cases-tell-received-body =
    「{ $procedure }」の ｜申《もう》し｜込《こ》みが ｜届《とど》きました。｜番号《ばんごう》は { $reference } です。

    { $due }ごろまでに ｜返事《へんじ》します。
cases-tell-correction-subject = ｜直《なお》して ほしい ところが あります（{ $reference }）
cases-tell-correction-body =
    「{ $procedure }」に、｜直《なお》して ほしい ところが あります。

    { $list }

    ｜下《した》の ページで ｜直《なお》して ください。｜電話《でんわ》や ｜役場《やくば》でも いいです。
cases-tell-correction-again-subject = ｜直《なお》すのを まっています（{ $reference }）
cases-tell-correction-again-body =
    「{ $procedure }」は、｜直《なお》すのを まっています。

    ｜下《した》の ページで ｜直《なお》して ください。こまったら ｜電話《でんわ》して ください。
cases-tell-fee-subject = お｜金《かね》を ｜払《はら》って ください（{ $reference }）
cases-tell-fee-body =
    「{ $procedure }」は、いいと ｜決《き》まりました。お｜金《かね》は { $fee } です。

    ｜役場《やくば》で ｜払《はら》って ください。
cases-tell-granted-subject = ｜終《お》わりました（{ $reference }）
cases-tell-granted-body =
    「{ $procedure }」が ｜終《お》わりました。

    { $decision }

    ｜便利《べんり》に なったか、｜下《した》の ページで ｜教《おし》えて ください。
cases-tell-granted-paper-subject = ｜紙《かみ》が できました（{ $reference }）
cases-tell-granted-paper-body =
    「{ $procedure }」の ｜紙《かみ》が できました。

    { $decision }

    ｜下《した》の ページで ｜開《ひら》けます。
cases-tell-refused-subject = ｜申《もう》し｜込《こ》みの ｜返事《へんじ》（{ $reference }）
cases-tell-refused-body =
    「{ $procedure }」は、だめだと ｜決《き》まりました。

    { $decision }

    ちがうと ｜思《おも》う ときの ことは、｜手紙《てがみ》に ｜書《か》いて あります。
cases-tell-withdrawn-subject = ｜申《もう》し｜込《こ》みを やめました（{ $reference }）
cases-tell-withdrawn-body =
    「{ $procedure }」の ｜申《もう》し｜込《こ》みを やめました。

    ｜知《し》らない ときは、｜役場《やくば》に ｜電話《でんわ》して ください。
cases-tell-draft-subject = まだ ｜終《お》わって いない ｜申《もう》し｜込《こ》みが あります
cases-tell-draft-body =
    「{ $procedure }」を ｜書《か》いている とちゅうです。

    { $until }まで のこします。｜下《した》の ページで ｜続《つづ》けることも ｜消《け》すことも できます。この お｜知《し》らせは ｜一度《いちど》だけです。
    { $link }
cases-export-submitted = ｜申請《しんせい》した ｜日《ひ》
cases-export-state = いま
cases-export-applicant = ｜申請《しんせい》した ｜人《ひと》
cases-export-corrections = なおす おねがい
cases-export-feedback = ｜終《お》わったあとの ｜声《こえ》
cases-export-touched = ｜最後《さいご》に ｜書《か》いた ｜日《ひ》
cases-finish = あと ｜少《すこ》しです
cases-finish-text = ｜書《か》いたことは ｜残《のこ》っています。｜送《おく》るには、あなたが だれか、｜確認《かくにん》が ｜要《い》ります。どちらかを してください。
cases-finish-here = ｜確認《かくにん》して ｜送《おく》る
cases-finish-here-text = マイナンバーカードか、｜窓口《まどぐち》の コードで ｜確認《かくにん》すると、ここに ｜戻《もど》って ｜送《おく》れます。
cases-finish-here-do = ｜確認《かくにん》に ｜進《すす》む
cases-finish-counter = ｜窓口《まどぐち》で ｜終《お》わる
cases-finish-counter-text = ｜番号《ばんごう》を { $desk }に ｜持《も》ってきてください。もう｜一度《いちど》 ｜書《か》かなくて いいです。｜電話《でんわ》 { $phone }
cases-finish-counter-do = ｜番号《ばんごう》を ｜出《だ》す
cases-number = ｜番号《ばんごう》
cases-number-title = この ｜番号《ばんごう》を ｜窓口《まどぐち》へ
cases-number-lead = { $desk }の ｜窓口《まどぐち》で ｜見《み》せてください。{ $until }まで ｜待《ま》っています。
cases-number-bring = マイナンバーカードなど、あなたが わかる ものも ｜持《も》ってきてください。
