
# 代わりの方

cases-mandates = 代わりの方
cases-mandates-lead = 家族など、信じられる人に、手続きを代わりにしてもらえます。いつでもやめられます。
cases-mandates-given = わたしが頼んでいる人
cases-mandates-held = わたしが代わりをする人
cases-mandates-none = まだだれにも頼んでいません
cases-mandate-my = マイページ
cases-mandate-ask = 代わりの人に頼む
cases-mandate-ask-lead = 頼む人にメールを送ります。その人が引き受けると、代わりに手続きができるようになります。
cases-mandate-name = 頼む人のお名前
cases-mandate-name-hint = 例：むすめの さくら
cases-mandate-name-missing = 頼む人のお名前を入れてください
cases-mandate-email = その人のメールアドレス
cases-mandate-email-hint = 引き受けるには、あなたの生年月日が要ります。まちがって別の人に届いても、開けません
cases-mandate-email-wrong = メールアドレスの形を確かめてください。例：sakura@example.jp
cases-mandate-scope = 手続き
cases-mandate-scope-question = 何を頼みますか
cases-mandate-scope-missing = 頼む手続きを選んでください
cases-mandate-all = すべての手続き
cases-mandate-until = いつまで
cases-mandate-until-question = いつまで頼みますか
cases-mandate-until-hint = 3年先までの日を入れてください。とちゅうでやめることもできます
cases-mandate-until-wrong = きょうから3年先までの日を入れてください
cases-mandate-open = 決まっていません
cases-mandate-kind = 決め方
cases-mandate-kind-named = 画面で頼みました
cases-mandate-kind-paper = 窓口に委任状を出しました
cases-mandate-kind-guardian = 法律で決まった代理人です
cases-mandate-send = 頼むメールを送る
cases-mandate-stop = やめる
cases-mandate-too-many = 返事を待っている人が多すぎます。先に、いまの頼みごとを取りやめてください
cases-mandate-waiting = 返事を待っています。{ $email } に送りました（{ $until }まで）。
cases-mandate-take-back = 頼むのをやめる
cases-mandate-end = いますぐ終える
cases-mandate-leave = 代わりをやめる
cases-mandate-by-law = 法律で決まった代理のため、画面では終えられません。役場にご相談ください。
cases-mandate-for = { $name }さんの代わりに
cases-mandate-apply = 手続きをさがす
cases-mandate-match = 代わりの方を決めるには、先に本人の確認が要ります。役場の窓口でコードをお渡しします。
cases-mandate-to-link = 窓口のコードで本人の確認をする
cases-mandate-old = このリンクは使えません
cases-mandate-old-text = もう引き受けたか、14日が過ぎたか、取りやめられました。頼んだ人に、もう一度頼んでもらってください。
cases-mandate-agree-title = { $name }さんの代わりを引き受けますか
cases-mandate-agree-lead = 引き受けると、代わりに申請ができます。代わりにしたことは、すべて本人に見えます。
cases-mandate-birth = 頼んだ人の生年月日
cases-mandate-birth-hint = 頼んだ本人を知っている方であることを確かめます
cases-mandate-birth-missing = 生年月日を入れてください
cases-mandate-birth-wrong = 生年月日が違います。5回違うと、このリンクは使えなくなります
cases-mandate-agree = 引き受ける
cases-mandate-begun-subject = 代わりの方が決まりました
cases-mandate-begun =
    { $agent }さんが、{ $principal }さんの代わりに手続きをできるようになりました。
    手続き：{ $scope }
    { $until }

    お心当たりがないときは、すぐにマイページの「代わりの方」から終えるか、役場へお電話ください。
cases-mandate-ended-subject = 代わりを終えました
cases-mandate-ended =
    { $agent }さんが{ $principal }さんの代わりに手続きをすることは、終わりました。
cases-mandate-mail-subject = 手続きを代わりにしてほしいと頼まれています
cases-mandate-mail =
    { $name } さま

    { $principal }さんから、{ $town }の手続きを代わりにしてほしいと頼まれています。
    手続き：{ $scope }
    いつまで：{ $until }

    引き受けるには、14日以内に次のリンクを開いてログインし、{ $principal }さんの生年月日を入れてください。
    { $link }

    心当たりがないときは、このメールを捨ててください。何も始まりません。
cases-mandate-acting = { $name }さんの代わりに書いています。できた書類とお知らせは、{ $name }さんに届きます。
cases-mandate-acted = { $agent }さんが、{ $principal }さんの代わりに申請しました。
cases-for-whom = だれの申請ですか
cases-for-myself = 自分の申請
cases-mandate-from-afar = だれかに頼まれて代わりをする方は、確認は要りません。頼んだ人からのメールのリンクを開いてください。町の外にお住まいでもできます。
cases-mandates-none-held = いま、代わりをしている人はいません
cases-mandate-own = あなたの氏名
cases-mandate-own-hint = 姓と名の間を空けてください。例：縁側 さくら
cases-mandate-own-missing = あなたの氏名を、姓と名の間を空けて入れてください
cases-finish-far = 遠くにお住まいの方は、番号を書いた紙に、本人確認書類の写しを添えて郵送しても終えられます。
