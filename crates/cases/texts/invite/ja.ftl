
# 町からの案内

cases-invite = 町からのご案内
cases-invite-until = { $until }まで、この画面から申し込めます。わかっていることは、先に入れてあります。
cases-invite-birth = 手紙の宛名の方の生年月日
cases-invite-birth-hint = ご本人かどうかを確かめるためです。手紙には書いてありません。
cases-invite-birth-missing = 生年月日を、年・月・日とも入れてください
cases-invite-birth-wrong = 生年月日が、町の記録と合いません。5回まちがえると、この画面からは開けなくなります
cases-invite-own = あなた宛てのご案内です。そのまま進んでください。
cases-invite-open = 申込みを開く
cases-invite-see = 申込みの様子を見る
cases-invite-answered = この申込みは、受け付けています
cases-invite-answered-text = もう一度出していただくことはありません。
cases-invite-officer = 役場で、紙の返事を入力しています
cases-invite-officer-text = 送っていただいた用紙が届いています。この画面から申し込む必要はありません。
cases-invite-over = この案内の受付は、終わりました
cases-invite-over-text = まだ間に合うことがあります。担当にお電話ください。
cases-invite-closed = この画面からは開けません
cases-invite-closed-text = 同封の用紙か、お電話、窓口でお申し込みください。
cases-invite-ask = 分からないときは、{ $desk }（電話 { $phone }）におたずねください。
cases-invite-ask-title = 町から案内が届いた方
cases-invite-ask-lead = 手紙のQRコードを読み取れない方は、手紙にある案内の番号を入れてください。
cases-invite-number = 案内の番号
cases-invite-number-hint = 9文字です。例　7K3-F92-QXM
cases-invite-number-wrong = 案内の番号を確かめてください。9文字です
cases-invite-both-wrong = 番号と生年月日の組が見つかりません。手紙を確かめてください
cases-invite-none = 案内の手紙がない方も、「手続きをさがす」から申し込めます。

desk-invite-found = 町からの案内への返事です
desk-invite-found-lead = 用紙の内容を、この申込みに入力します。同じ番号の申込みは、一つにまとまります。
desk-invite-who = 宛名
desk-invite-what = 手続き
desk-invite-when = 案内した日
desk-invite-channel = どの方法で返事がありましたか
desk-invite-enter = 返事を入力する
desk-invite-late = 受付の期限を過ぎています
desk-invite-late-text = 受け付けるかどうかは、手続きの決まりで判断してください。
desk-invite-begun = 本人が画面で書きかけています
desk-invite-begun-text = 入力を始めると、書きかけの内容を引き継ぎます。本人の画面からは続けられなくなります。
