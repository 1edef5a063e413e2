
# 自分の記録を受け取る

account-export = わたしの記録を受け取る
account-export-lead = この役場の仕組みにある、あなたの記録をまとめて受け取れます。
account-export-how = 住民の記録、手続き、支払い、書類、お知らせ、だれが見たかの記録を、ひとつのファイル（ZIP）にまとめます。できるとお知らせが届き、{ $days }日の間、この画面から受け取れます。
account-export-ask = まとめてもらう
account-export-waiting = いま、まとめています。数分かかることがあります。できたらお知らせします。
account-export-files = 受け取れるファイル
account-export-file = わたしの記録（ZIP）
account-export-meta = { $at } の記録　{ $kb }KB　{ $until } まで
account-export-left-out = ファイルの中の index.html を開くと、読める形で見られます。決裁の文書など、ここに入らないものは、役場で開示の請求ができます。
account-export-made = { $town }の縁側にある、あなたの記録です。{ $at } にまとめました。
account-export-demo = 見本の町の、架空の人の記録です。
account-export-ready-subject = 記録のまとめができました
account-export-ready-text =
    お申し込みの「わたしの記録」がまとまりました。
    7日のうちに、マイページの「わたしの記録を受け取る」からお受け取りください。

    お心当たりがないときは、すぐに役場へお電話ください。
account-export-register = 住民の記録
account-export-household = 同じ世帯の人
account-export-accounts = アカウント
account-export-mandates = 代わりの方・代わりをする方
account-export-mandate-given = { $name }さんに、代わりを頼んでいます
account-export-mandate-held = { $name }さんの代わりをしています
account-export-offices = 行政区などの役
account-export-name = 氏名
account-export-kana = フリガナ
account-export-former-name = 旧氏・通称
account-export-birth = 生年月日
account-export-sex = 性別
account-export-address = 住所
account-export-relation = 続柄
account-export-resident-since = 住民となった日
account-export-address-since = 住所を定めた日
account-export-former-address = 前住所
account-export-domicile = 本籍
account-export-domicile-head = 筆頭者
account-export-moved-out = 転出日
account-export-number = 宛名番号
account-export-scope = 手続き
account-export-from = はじまり
account-export-until = おわり
account-export-at = 日時
account-export-who = だれが
account-export-act = 記録の種類
account-export-channel = 方法
account-export-detail = 内容・目的
account-act-account-export-ask = 自分の記録のまとめを申し込みました
account-act-account-export = 記録をまとめました
account-act-account-export-fetch = 記録のまとめを受け取りました
