
# 代わりの方

cases-mandates = ｜代《か》わりの ｜人《ひと》
cases-mandates-lead = ｜家族《かぞく》などに、｜手続《てつづ》きを ｜代《か》わりに してもらえます。いつでも やめられます。
cases-mandates-given = わたしが たのんでいる ｜人《ひと》
cases-mandates-held = わたしが ｜代《か》わりを する ｜人《ひと》
cases-mandates-none = まだ だれにも たのんでいません
cases-mandate-my = マイページ
cases-mandate-ask = ｜代《か》わりの ｜人《ひと》に たのむ
cases-mandate-ask-lead = たのむ ｜人《ひと》に メールを ｜送《おく》ります。その ｜人《ひと》が「はい」と ｜言《い》うと、｜代《か》わりに ｜手続《てつづ》きが できます。
cases-mandate-name = たのむ ｜人《ひと》の ｜名前《なまえ》
cases-mandate-name-hint = ｜例《れい》：むすめの さくら
cases-mandate-name-missing = たのむ ｜人《ひと》の ｜名前《なまえ》を ｜書《か》いてください
cases-mandate-email = その ｜人《ひと》の メールアドレス
cases-mandate-email-hint = あなたの ｜生《う》まれた ｜日《ひ》を ｜知《し》っている ｜人《ひと》だけが ｜開《ひら》けます
cases-mandate-email-wrong = メールアドレスを たしかめてください。｜例《れい》：sakura@example.jp
cases-mandate-scope = ｜手続《てつづ》き
cases-mandate-scope-question = なにを たのみますか
cases-mandate-scope-missing = たのむ ｜手続《てつづ》きを えらんでください
cases-mandate-all = すべての ｜手続《てつづ》き
cases-mandate-until = いつまで
cases-mandate-until-question = いつまで たのみますか
cases-mandate-until-hint = 3｜年《ねん》さきまでの ｜日《ひ》を ｜入《い》れてください。とちゅうで やめることも できます
cases-mandate-until-wrong = きょうから 3｜年《ねん》さきまでの ｜日《ひ》を ｜入《い》れてください
cases-mandate-open = ｜決《き》まっていません
cases-mandate-kind = ｜決《き》めかた
cases-mandate-kind-named = ｜画面《がめん》で たのみました
cases-mandate-kind-paper = ｜窓口《まどぐち》に ｜紙《かみ》を ｜出《だ》しました
cases-mandate-kind-guardian = ｜法律《ほうりつ》で ｜決《き》まった ｜人《ひと》です
cases-mandate-send = メールを ｜送《おく》る
cases-mandate-stop = やめる
cases-mandate-too-many = ｜返事《へんじ》を ｜待《ま》っている ｜人《ひと》が ｜多《おお》すぎます。さきに ひとつ やめてください
cases-mandate-waiting = ｜返事《へんじ》を ｜待《ま》っています。{ $email } に ｜送《おく》りました（{ $until }まで）。
cases-mandate-take-back = たのむのを やめる
cases-mandate-end = いますぐ ｜終《お》える
cases-mandate-leave = ｜代《か》わりを やめる
cases-mandate-by-law = ｜法律《ほうりつ》で ｜決《き》まったことなので、｜画面《がめん》では ｜終《お》えられません。｜役場《やくば》に ｜話《はな》してください。
cases-mandate-for = { $name }さんの ｜代《か》わりに
cases-mandate-apply = ｜手続《てつづ》きを さがす
cases-mandate-match = さきに ｜役場《やくば》で ｜本人《ほんにん》の ｜確認《かくにん》を してください。｜窓口《まどぐち》で コードを わたします。
cases-mandate-to-link = ｜窓口《まどぐち》の コードを ｜入《い》れる
cases-mandate-old = この リンクは ｜使《つか》えません
cases-mandate-old-text = もう ｜引《ひ》き｜受《う》けたか、14｜日《にち》が ｜過《す》ぎたか、やめになりました。もう｜一度《いちど》 たのんで もらってください。
cases-mandate-agree-title = { $name }さんの ｜代《か》わりを しますか
cases-mandate-agree-lead = ｜代《か》わりに ｜申請《しんせい》が できます。したことは、すべて その ｜人《ひと》に ｜見《み》えます。
cases-mandate-birth = たのんだ ｜人《ひと》の ｜生《う》まれた ｜日《ひ》
cases-mandate-birth-hint = たのんだ ｜人《ひと》を ｜知《し》っているか、たしかめます
cases-mandate-birth-missing = ｜生《う》まれた ｜日《ひ》を ｜入《い》れてください
cases-mandate-birth-wrong = ｜生《う》まれた ｜日《ひ》が ちがいます。5｜回《かい》 ちがうと、｜使《つか》えなくなります
cases-mandate-agree = ｜代《か》わりを する
cases-mandate-begun-subject = ｜代《か》わりの ｜人《ひと》が ｜決《き》まりました
cases-mandate-begun =
    { $agent }さんが、{ $principal }さんの ｜代《か》わりに ｜手続《てつづ》きを できます。
    ｜手続《てつづ》き：{ $scope }
    { $until }

    わからないときは、マイページの「｜代《か》わりの ｜人《ひと》」で やめるか、｜役場《やくば》に ｜電話《でんわ》してください。
cases-mandate-ended-subject = ｜代《か》わりが ｜終《お》わりました
cases-mandate-ended =
    { $agent }さんが { $principal }さんの ｜代《か》わりに ｜手続《てつづ》きを することは、｜終《お》わりました。
cases-mandate-mail-subject = ｜手続《てつづ》きの ｜代《か》わりを たのまれています
cases-mandate-mail =
    { $name } さま

    { $principal }さんが、{ $town }の ｜手続《てつづ》きを ｜代《か》わりに してほしいと たのんでいます。
    ｜手続《てつづ》き：{ $scope }
    いつまで：{ $until }

    14｜日《にち》のうちに リンクを ｜開《ひら》いて、{ $principal }さんの ｜生《う》まれた ｜日《ひ》を ｜入《い》れてください。
    { $link }

    わからないときは、この メールを すててください。
cases-mandate-acting = { $name }さんの ｜代《か》わりに ｜書《か》いています。｜書類《しょるい》と お｜知《し》らせは { $name }さんに とどきます。
cases-mandate-acted = { $agent }さんが、{ $principal }さんの ｜代《か》わりに ｜申請《しんせい》しました。
cases-for-whom = だれの ｜申請《しんせい》ですか
cases-for-myself = ｜自分《じぶん》の ｜申請《しんせい》
cases-mandate-from-afar = だれかの かわりを する ｜人《ひと》は、メールの リンクを ｜開《ひら》いてください。ほかの ｜町《まち》に ｜住《す》んでいても できます。
cases-mandates-none-held = いま、かわりを して いる ｜人《ひと》は いません
cases-mandate-own = あなたの ｜名前《なまえ》
cases-mandate-own-hint = ｜名字《みょうじ》と ｜名前《なまえ》の ｜間《あいだ》を あけてください
cases-mandate-own-missing = あなたの ｜名前《なまえ》を ｜書《か》いてください。｜名字《みょうじ》と ｜名前《なまえ》の ｜間《あいだ》を あけてください
cases-finish-far = ｜遠《とお》くに ｜住《す》む ｜人《ひと》は、｜番号《ばんごう》を ｜書《か》いた ｜紙《かみ》と、あなたが だれか ｜分《わ》かる ものの ｜写《うつ》しを ｜郵便《ゆうびん》で ｜送《おく》っても いいです。
