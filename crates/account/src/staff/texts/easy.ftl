
# 職員の招待と役の知らせ

account-set-up = はじめて ｜使《つか》う ｜職員《しょくいん》の ｜方《かた》
account-set-up-lead = もらった ｜紙《かみ》の コードを ｜入《い》れてください。メールを もらった ｜方《かた》は、メールの リンクを ｜開《ひら》いてください。
account-set-up-code = もらった コード
account-set-up-password = パスワードを ｜決《き》める
account-set-up-old-text = もう ｜使《つか》ったか、7｜日《にち》が ｜過《す》ぎました。｜招待《しょうたい》した ｜人《ひと》に、もう｜一度《いちど》 たのんでください。｜電話《でんわ》 { $phone }

account-ward-given-subject = ｜地区《ちく》の ｜役《やく》を おねがいしました
account-ward-given =
    { $ward }の { $office }に なりました。
    { $from }から { $until }までです。

    わからないときは、｜役場《やくば》に ｜電話《でんわ》してください。
account-ward-ended-subject = ｜地区《ちく》の ｜役《やく》が ｜終《お》わります
account-ward-ended =
    { $ward }の { $office }は、{ $until }までです。

    ありがとうございました。わからないときは、｜役場《やくば》に ｜電話《でんわ》してください。

account-act-people-account-suspend = アカウントを ｜止《と》めました
account-act-people-account-reinstate = アカウントを また ｜使《つか》えるように しました
account-act-people-grant = ｜役《やく》を ｜決《き》めました
account-act-people-grant-end = ｜役《やく》を ｜終《お》えました
account-act-people-grant-term = ｜役《やく》の ｜期間《きかん》を ｜変《か》えました
account-act-account-invite = ｜職員《しょくいん》として ｜招待《しょうたい》しました
account-act-account-sessions-ended = すべての ｜機器《きき》で ログアウトに しました
