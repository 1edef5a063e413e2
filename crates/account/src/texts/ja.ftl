# ログインとマイページのことば。ふりがなは ｜漢字《かんじ》 と書く。

account-sign-in = ログイン
account-sign-up = はじめての方の登録
account-recover = ログインできないとき
account-my = マイページ
account-settings = 設定
account-records = わたしの記録を見た人

account-email = メールアドレス
account-email-wrong = メールアドレスの形を確かめてください。例：hanako@example.jp
account-password = パスワード
account-password-missing = パスワードを入れてください
account-password-hint = 10文字以上。ことばをいくつかつなげると、覚えやすく強くなります
account-password-short = パスワードは10文字以上にしてください
account-password-long = パスワードが長すぎます
account-password-weak = 推測されやすいパスワードです。別のことばにしてください
account-password-near = お名前やメールアドレス、町の名前から推測されます。関係のないことばをいくつかつなげてください
account-password-known = 多くの人が使っていて、よく試されるパスワードです。関係のないことばをいくつかつなげてください
account-password-wrong = 今のパスワードが違います
account-password-present = 今のパスワード
account-password-new = 新しいパスワード
account-password-set = このパスワードにする
account-password-kept = 登録済み
account-password-lead = 変えると、ほかの機器ではログアウトになります。
account-new-password = 新しいパスワードを決める
account-first-password = お名前とパスワードを決める
account-name = 画面に出すお名前
account-name-hint = 住民票の名前とちがっていてもかまいません
account-name-missing = お名前を入れてください

account-sign-in-wrong = メールアドレスかパスワードが違います
account-sign-in-help = お困りのときは
account-to-sign-up = はじめての方はこちら
account-to-recover = パスワードを忘れた方、窓口でコードをもらった方
account-to-sign-in = 登録がお済みの方はこちら
account-no-account = 登録しなくても、窓口・電話・郵便で手続きができます。電話 { $phone }

account-sign-up-lead = メールアドレスに、登録のためのリンクを送ります。
account-sign-up-hint = 届いたメールのリンクを開くと、続きに進めます
account-send-mail = メールを送る
account-mail-sent = メールを送りました
account-mail-sent-text = { $email } にメールを送りました。メールのリンクを24時間以内に開いてください。
account-mail-sent-help = 届かないときは、迷惑メールの入れ物を見てください。それでも見つからないときは { $phone } へお電話ください。
account-link-old = このリンクは使えません
account-link-old-text = 一度使ったか、24時間が過ぎました。もう一度メールを送ってください。
account-link-again = もう一度メールを送る

account-mail-new-subject = 登録を続けてください
account-mail-new =
    { $town }の縁側です。

    登録を続けるには、24時間以内に次のリンクを開いてください。
    { $link }

    心当たりがないときは、このメールを捨ててください。何も登録されません。
account-mail-known-subject = パスワードを決めなおすには
account-mail-known =
    { $town }の縁側です。

    このメールアドレスは、もう登録されています。
    パスワードを覚えている方は、ログインの画面からお入りください。
    忘れた方は、24時間以内に次のリンクを開いて、新しいパスワードを決めてください。
    { $link }

    心当たりがないときは、このメールを捨ててください。何も変わりません。
account-mail-staff-subject = 職員のログインについて
account-mail-staff =
    { $town }の縁側です。

    このメールアドレスは、職員として登録されています。
    パスワードの決めなおしは、情報の担当にご相談ください。
    心当たりがないときは、このメールを捨ててください。
account-mail-password-subject = パスワードが変わりました
account-mail-password =
    { $name } さま

    { $town }の縁側のパスワードが変わりました。ほかの機器ではログアウトになっています。

    ご自分で変えていないときは、すぐに役場へお電話ください。電話 { $phone }

account-recover-lead = 窓口でもらったコードか、メールで、新しいパスワードを決められます。
account-code = 窓口でもらったコード
account-code-hint = 9文字です。例：7K3-F92-QXM
account-code-mistyped = コードの文字を確かめてください。どれかが違うか、足りません
account-code-unknown = このコードは使えません。期限が過ぎたか、もう使われています
account-code-how = コードをもらうには
account-code-how-text = 役場の窓口に、本人を確かめる書類（マイナンバーカード、運転免許証など）をお持ちください。その場でコードをお渡しします。電話 { $phone }
account-by-mail = メールで決めなおすには
account-by-mail-text = 登録したメールが読める方は、窓口に来なくても決めなおせます。
account-by-mail-link = メールでリンクを受け取る
account-recover-known = { $email } で登録されています。新しいパスワードを決めてください。
account-recover-email-hint = これからログインに使うメールアドレスです
account-recover-taken = このメールアドレスは、もう登録されています。その登録でログインしてから、マイページでコードを入れてください
account-next = 次へ
account-link = 窓口のコードで本人の確認をする
account-link-lead = コードを入れると、住民の記録とつながり、お名前や住所を書かずに手続きができます。
account-linked = 本人の確認ができました
account-linked-text = これからは、お名前や住所がはじめから入った状態で手続きができます。
account-to-my = マイページへ
account-unlinked = 本人の確認がまだです
account-unlinked-text = 役場の窓口でコードを受け取ると、お名前や住所を書かずに手続きができ、手続きの様子やお知らせも見られます。

account-hello = { $name }さん
account-card-cases = わたしの手続き
account-card-cases-text = 書きかけの続きと、申請の進み具合
account-card-notices = お知らせ
account-card-notices-text = 役場から届いたお知らせ
account-card-apply = 手続きをさがす
account-card-apply-text = 証明書や申請をえらぶ
account-card-records-text = いつ、だれが、何のために見たか
account-card-settings-text = 連絡の方法、パスワード、ログインしている機器

account-email-change = メールアドレスを変える
account-email-change-lead = 新しいアドレスにメールを送ります。そのメールのリンクを開くと変わります。今のアドレスにもお知らせします。
account-email-new = 新しいメールアドレス
account-email-new-hint = これからログインに使うアドレスです
account-email-sent = { $email } にメールを送りました。24時間以内にリンクを開くと、アドレスが変わります。それまでは、今のアドレスのままです。
account-email-old-text = もう使ったか、24時間が過ぎたか、このアドレスが別の登録で使われています。設定の画面から、もう一度お試しください。
account-email-confirm = このメールアドレスにしますか
account-email-confirm-text = ログインに使うアドレスを { $email } に変えます。
account-email-confirm-do = このアドレスにする
account-email-changed = メールアドレスが変わりました
account-email-changed-text = これからは { $email } でログインしてください。
account-mail-address-subject = メールアドレスの確認
account-mail-address =
    { $town }の縁側です。

    ログインに使うメールアドレスを、このアドレスに変えるには、24時間以内に次のリンクを開いてください。
    { $link }

    心当たりがないときは、このメールを捨ててください。何も変わりません。
account-mail-address-taken =
    { $town }の縁側です。

    ログインに使うメールアドレスをこのアドレスに変えるお申し込みがありましたが、このアドレスはもう登録されています。
    心当たりがないときは、このメールを捨ててください。何も変わりません。
account-mail-address-changed-subject = メールアドレスが変わりました
account-mail-address-changed =
    { $town }の縁側で、ログインに使うメールアドレスが別のアドレスに変わりました。このアドレスでは、もうログインできません。

    ご自分で変えていないときは、すぐに役場へお電話ください。電話 { $phone }
account-close = アカウントを閉じる
account-close-lead = 閉じても、窓口・電話・郵便で手続きができます。もう一度登録することもできます。
account-close-goes = なくなるもの
account-close-goes-way = ログインのしかた（パスワード、パスキー）
account-close-goes-drafts = 書きかけの申請（30日のうちに消えます）
account-close-goes-inbox = 画面でのお知らせと、手続きの様子（これからは郵便でお知らせします）
account-close-stays = 残るもの
account-close-stays-matters = 出した申請、支払い、受け取った書類の記録（法律と町の決まりの年数だけ）
account-close-stays-journal = だれが記録を見たかの記録
account-close-stays-register = 住民の記録
account-close-before = 閉じる前に、役場にあるご自分の記録を受け取れます。
account-close-sure = 閉じることを決めました
account-close-sure-missing = 閉じるときは、印を付けてください
account-close-do = アカウントを閉じる
account-close-not = 閉じない
account-close-officer = 職員のアカウントは、総務の担当が職務の終わりに合わせて止めます。
account-closed = アカウントを閉じました
account-closed-text = ご利用ありがとうございました。これからも、窓口・電話・郵便でお手伝いします。
account-to-home = はじめの画面へ
account-act-account-password-remove = パスワードを消しました

account-contact = 連絡の方法
account-contact-question = お知らせを、何で受け取りますか
account-channel-email = メール
account-channel-email-hint = お知らせ箱にも入ります
account-channel-inbox = お知らせ箱
account-channel-inbox-hint = ログインして見ます。メールは届きません
account-channel-post = 郵便
account-channel-post-hint = 紙の手紙をお送りします
account-channel-call = 電話
account-channel-call-hint = 役場からお電話します
account-phone = 電話番号
account-phone-hint = 電話をえらんだ方は、必ず入れてください
account-phone-wrong = 電話番号を市外局番から入れてください。例：0247-72-2111
account-choose = ひとつ選んでください
account-language = お知らせのことば
account-language-question = お知らせを、どのことばで受け取りますか
account-language-ja = 日本語
account-language-easy = やさしい日本語
account-language-en = English（英語）
account-save = 保存する
account-count = { $n }件
account-since = 登録した日
account-change = 変更
account-device = 機器
account-device-unknown = 名前のわからない機器
account-made = 登録した日

account-passkeys = 顔・指紋・画面ロックで入る（パスキー）
account-passkeys-lead = パスワードのかわりに、スマートフォンやパソコンの画面ロックでログインできます。にせの画面にだまされにくく、安全です。
account-passkeys-none = まだ登録がありません。
account-passkey-remove = 取り消す
account-passkey-stale = 登録するには、もう一度ログインしてください。ログインから1時間以内なら登録できます。
account-passkey-script = この機器では登録できません。
account-passkey-last = 取り消せません
account-passkey-last-text = これを取り消すと、ログインの方法がなくなります。先にパスワードを決めてください。
account-sessions = ログインしている機器
account-sessions-lead = 覚えのない機器があったら、終わらせて、パスワードを変えてください。
account-session-began = ログインした日時
account-session-seen = 最後に使った日時
account-session-this = この機器
account-session-end = 終わらせる
account-session-end-others = ほかの機器をすべて終わらせる

account-records-lead = 役場の人があなたの記録を見ると、目的といっしょにここに残ります。消すことはできません。
account-records-none = まだ記録はありません
account-records-why = 目的：{ $why }
account-records-show = 見せるもの
account-records-show-all = すべて
account-records-show-office = 役場の人
account-records-show-own = ご自分
account-records-show-automatic = 自動の処理
account-records-automatic = 自動の処理　{ $n }件
account-records-automatic-why = 人の手によらず、仕組みが決まりどおりにしたことです。お知らせを送る、住民の記録を写す、期限を数えるなどです。
account-records-times = 続けて{ $n }回
account-records-by-counter = 窓口で
account-records-by-phone = 電話で
account-records-by-paper = 紙で
account-actor-named-helper = { $name }さん（代わりの方）
account-mandates = 代わりの方
account-mandates-text = 家族などに、手続きを頼む
account-acting-for = { $name }さんの代わりに
account-acting-for-text = 代わりに手続きができます
account-export-card = 役場にあるわたしの記録をまとめて
account-act-people-mandate-held = 代わりの方になりました
account-act-people-mandate-held-end = 代わりを終えました
account-act-people-offer = 代わりを頼みました
account-act-people-offer-end = 代わりの頼みごとが終わりました
account-act-cases-hand-over = 担当の職員が変わりました
account-act-cases-submit = 申請を受け付けました
account-actor-entering = ログインの画面から
account-act-cases-submit-for = 代わりの方が申請しました
account-actor-self = ご自分
account-actor-desk = 役場（{ $desk }）
account-actor-officer = 役場の職員
account-actor-anonymous = ログインしていない方
account-actor-system = 自動の処理
account-act-people-read = 記録を見ました
account-act-people-add = 記録を作りました
account-act-people-amend = 記録を変えました
account-act-people-register = 住民基本台帳の内容を写しました
account-act-people-contact = 連絡の方法を変えました
account-act-people-account-open = アカウントを作りました
account-act-people-account-link = アカウントと住民の記録をつなぎました
account-act-people-account-name = 画面に出す名前を変えました
account-act-people-account-email = メールアドレスを変えました
account-act-people-account-close = アカウントを閉じました
account-act-people-mandate = 代理の方を決めました
account-act-people-mandate-end = 代理を終えました
account-act-people = 住民の記録を変えました
account-act-account-sign-in = ログインしました
account-act-account-password = パスワードを決めました
account-act-account-passkey-add = パスキーを登録しました
account-act-account-passkey-remove = パスキーを取り消しました
account-act-account-code = 窓口で本人を確かめ、コードを渡しました
account-act-account-code-used = 窓口のコードを使いました
account-act-account = ログインの設定を変えました
account-act-cases = 手続きを進めました
account-act-approvals = 役場の中で決める手順を進めました
account-act-billing = 支払いを記録しました
account-act-papers = 証明書などの書類を扱いました
account-act-notices = お知らせをしました
account-act-other = 記録を使いました

# 職員の画面

desk-account-people = 住民をさがす
desk-account-accounts = 本人の確認とコード
desk-account-search = 氏名・フリガナ・住所・生年月日
desk-account-search-hint = いくつか並べると絞れます。例：エンガワ 昭和21年4月8日。検索したことは記録されます
desk-account-search-do = さがす
desk-account-found = 見つかった人
desk-account-none = 見つかりませんでした
desk-account-none-text = ことばを短くするか、フリガナでおさがしください。
desk-account-gone = 転出・死亡
desk-account-name = 氏名
desk-account-kana = フリガナ
desk-account-birth = 生年月日
desk-account-area = 地区
desk-account-purpose = 何のために見ますか
desk-account-purpose-hint = 見たことと目的は記録され、本人がマイページで読めます
desk-account-purpose-missing = 目的を選んでください
desk-account-open = 記録を見る
desk-account-record = 住民の記録
desk-account-household = 同じ世帯の人
desk-account-relation = 続柄
desk-account-former-name = 旧氏・通称
desk-account-sex = 性別
desk-account-address = 住所
desk-account-resident-since = 住民となった日
desk-account-address-since = 住所を定めた日
desk-account-former-address = 前住所
desk-account-domicile = 本籍
desk-account-domicile-head = 筆頭者
desk-account-moved-out = 転出日
desk-account-deceased = 死亡日
desk-account-phone = 電話
desk-account-number = 宛名番号
desk-account-check = 本人を確かめる
desk-account-check-title = 本人の確認
desk-account-check-lead = 書類の氏名・生年月日・住所と、顔写真を確かめてください。
desk-account-document = 見た書類
desk-account-document-missing = 見た書類を選んでください
desk-account-agrees = 書類と記録が合い、本人であることを確かめました
desk-account-agrees-missing = 確かめてから、印を付けてください
desk-account-issue = コードを出す
desk-account-code-title = コードを渡してください
desk-account-code-once = このコードは、この画面でだけ見られます。印刷するか書き写して、本人に渡してください。前に渡したコードは使えなくなりました。
desk-account-code = コード
desk-account-code-where = 使うページ
desk-account-code-until = 使える期限
desk-account-code-how = このページを開いてコードを入れ、新しいパスワードを決めてもらいます。
desk-account-next = 次の人

account-second = 確認番号を入れてください
account-second-lead = スマートフォンの認証アプリに出ている6けたの番号です。
account-second-code = 確認番号（6けた）
account-second-code-hint = 番号は30秒ごとに変わります
account-second-go = 確かめて入る
account-second-wrong = 確認番号が違うか、もう使われています。新しい番号が出るのを待って、入れてください
account-second-lost = 電話機をなくした、変えたときは、「本人の確認とコード」を担当する職員に、設定のやりなおしを頼んでください。
account-second-demo = 見本の町なので、ここに番号が出ます。本番では、この番号は本人の電話機だけに出ます。
account-second-demo-wait = 見本の番号は使ったばかりです。30秒待って、このページを開きなおしてください。
account-second-first = 電話機を登録してください
account-second-first-lead = 職員は、パスワードのほかに、電話機の確認番号で入ります。登録ははじめの1回だけです。
account-second-step-app = スマートフォンに、認証アプリ（6けたの番号を出すアプリ）を用意します。
account-second-step-read = アプリで、下の絵を読み取ります。
account-second-step-code = アプリに出た6けたの番号を、下に入れます。
account-second-picture = 認証アプリで読み取る絵（QRコード）。読み取れないときは、下の文字を入れます
account-second-letters = 絵を読み取れないとき
account-second-letters-lead = アプリで「手で入れる」をえらび、次の文字を入れてください。
account-second-passkey = パスキーで入ってください
account-second-passkey-lead = この登録では、パスワードのほかに、パスキー（画面ロック）で確かめます。
account-second-settings = 電話機の確認番号
account-second-settings-lead = 職員は、パスワードと確認番号の二つで入ります。パスキーは、それだけで入れます。
account-second-since = { $since } に登録しました。
account-second-none = まだ登録がありません
account-second-add = 電話機を登録する
account-second-replace = 新しい電話機に変える
account-second-renew-lead = 新しい番号を入れると、前の電話機の番号は使えなくなります。
account-second-remove = 電話機の登録を消す
account-second-stale = 変えるには、もう一度ログインしてください。ログインから1時間以内なら変えられます。
account-passkey-last-second = これを取り消すと、二つ目の確認がなくなります。先に電話機を登録してください。
account-mail-second-subject = ログインの確認をやりなおしてください
account-act-account-second-add = 電話機の確認番号を登録しました
account-act-account-second-remove = 電話機の確認番号を消しました
account-act-account-second-reset = 確認番号の登録が取り消されました
account-mail-second =
    { $name } さま

    { $town }の縁側で、あなたの電話機の確認番号とパスキーの登録が、ほかの職員によって取り消されました。
    次にログインするとき、電話機を登録しなおしてください。

    頼んだ覚えがないときは、すぐに情報の担当へ知らせてください。電話 { $phone }
desk-account-staff = 職員のログインの確認
desk-account-staff-lead = 電話機をなくした職員の登録を取り消すと、次のログインで登録をやりなおせます。取り消したことは記録され、本人にメールが届きます。
desk-account-second = 二つ目の確認
desk-account-second-code = 確認番号
desk-account-second-passkey = パスキー
desk-account-second-none = まだ（次のログインで登録）
desk-account-second-reset = 登録を取り消す
desk-account-second-title = 二つ目の確認を取り消す
desk-account-second-lead = 電話だけの頼みでは取り消さないでください。パスワードは変わりません。
desk-account-second-how = どうやって本人を確かめましたか
desk-account-second-how-missing = 確かめ方を選んでください
desk-account-second-agrees = 本人が頼んでいることを確かめました
desk-account-second-done = 取り消しました
desk-account-second-done-text = { $name }さんは、次のログインで電話機を登録します。いまのログインは終わりました。
desk-account-to-residents = 住民の本人の確認へ
desk-account-to-staff = 職員のログインの確認へ

account-email-none = まだありません
account-by-others = ほかの入り方
account-by-other = { $name }で入る
account-ways = マイナンバーカードなどで入る
account-ways-lead = 外の確認のしくみを使う入り方です。いくつでも登録できます。
account-ways-none = まだ登録がありません。
account-ways-which = 入り方
account-ways-more = 入り方を足す
account-ways-add = { $name }を足す
account-ways-remove = 取り消す
account-ways-stale = 足すには、もう一度ログインしてください。ログインから1時間以内なら足せます。
account-ways-leave = 外の画面に進みます
account-ways-leave-lead = { $name }の画面で本人の確認をすると、ここに戻ります。
account-ways-go = { $name }に進む
account-ways-not = やめる
account-ways-back = 設定に戻る
account-ways-last = 取り消せません
account-ways-last-text = これを取り消すと、入る方法がなくなります。先に、ほかの入り方を登録してください。
account-ways-taken = ほかの登録で使われています
account-ways-taken-text = この{ $name }は、ほかの登録につながっています。一度ログアウトして、{ $name }で入ってみてください。お困りのときは { $phone } へお電話ください。
account-ways-differs = 町の記録と合いません
account-ways-differs-text = { $name }のお名前か生年月日が、この登録の方とちがいます。ご本人のものか確かめてください。お困りのときは { $phone } へお電話ください。
account-company-entry = エントリー
account-company-prime = プライム
account-company-member = メンバー
account-company-number = 法人番号
account-provider-stale = もう一度、はじめからお願いします
account-provider-stale-text = 時間がたったか、ほかの画面から戻ったため、{ $name }の確認を使えませんでした。何も変わっていません。
account-provider-weaker = ログインしましたが、確かめ方が足りませんでした
account-provider-weaker-text = { $name }から、決めた強さで本人を確かめたという答えがありませんでした。記入や下書きはできますが、本人確認が要る手続きは、このままでは送れません。窓口か電話 { $phone } でも手続きできます。
account-provider-weaker-on = このまま進む
account-provider-given-up = 確認をやめました
account-provider-given-up-text = { $name }での確認は、途中で終わりました。何も変わっていません。ほかの入り方も使えます。
account-provider-down = いま、外の確認のしくみが使えません
account-provider-down-text = { $name }から答えがありません。町の側では何も失われていません。しばらくしてからもう一度ためすか、ほかの入り方を使ってください。お急ぎの方は { $phone } へお電話ください。
account-provider-wrong = 確認できませんでした
account-provider-wrong-text = { $name }の答えが正しくなかったので、ログインを止めました。もう一度ためしてください。続くときは { $phone } へお電話ください。
account-provider-again = ログインの画面へ
account-provider-apply = 手続きをさがす
account-arrival-waiting = 本人確認をしています
account-arrival-waiting-text = 役場の職員が、住民の記録と照らし合わせています。ふつうは次の開庁日までに終わります。待つ間も、手続きの書きこみはできます。お急ぎの方は、窓口のコードでも確認できます。電話 { $phone }
account-arrival-refused = 本人確認ができませんでした
account-arrival-refused-text = 窓口で書類を見せてコードを受け取ると、つなげられます。電話 { $phone }
account-arrival-reason = 役場から：
account-act-account-identity-add = 入り方を足しました
account-act-account-identity-remove = 入り方を取り消しました
account-act-account-arrival = 本人の確認を待っています
account-act-account-arrival-link = 本人の確認をして、住民の記録とつなぎました
account-mail-way-subject = 新しい入り方が加わりました
account-mail-way =
    { $name } さま

    { $town }の縁側に、新しい入り方（マイナンバーカードなど）が加わりました。
    設定の画面で、いつでも見たり取り消したりできます。

    覚えがないときは、すぐに役場へお電話ください。電話 { $phone }
desk-account-arrivals = 本人確認待ち
desk-account-arrivals-lead = 外のログイン（マイナンバーカードなど）で来た方のうち、住民の記録と自動ではつながらなかった方です。
desk-account-arrivals-none = 待っている方はいません
desk-account-arrival-open = 確かめる
desk-account-arrival-by = 入り方
desk-account-arrival-since = 来た日時
desk-account-arrival-title = どなたか確かめる
desk-account-arrival-lead = 言われたことと、町の記録を並べています。記録を見たことは、それぞれの本人に伝わります。
desk-account-arrival-said = 外のログインが言うこと
desk-account-arrival-record = 町の記録
desk-account-arrival-what = こと
desk-account-arrival-agrees = 合うか
desk-account-arrival-same = 合う
desk-account-arrival-other-word = ちがう
desk-account-arrival-candidate = 候補{ $n }
desk-account-arrival-nobody = 同じ氏名と生年月日の人は、記録に見つかりません。
desk-account-arrival-other = ほかの人をさがす
desk-account-arrival-decide = 決める
desk-account-arrival-who = この方はだれですか
desk-account-arrival-who-missing = 人を選ぶか、「つながない」を選んでください
desk-account-arrival-refuse = だれともつながない
desk-account-arrival-reason = つながない理由
desk-account-arrival-reason-hint = つながないときだけ。本人がマイページで読みます
desk-account-arrival-reason-missing = 本人に伝える理由を書いてください
desk-account-arrival-sure = 並べた内容を確かめました
desk-account-arrival-do = 決定する
desk-account-arrival-later = あとにする
desk-account-providers = 外からのログイン
desk-account-providers-lead = 国のログインのしくみとのつながりです。申し込みの紙には、戻り先と公開鍵を書きます。
desk-account-providers-none = 町のフォルダーに identity.toml がありません
desk-account-provider-state = 様子
desk-account-provider-off = まだつながっていません
desk-account-provider-unready = 鍵か秘密の文字がありません
desk-account-provider-on = つながっています
desk-account-provider-issuer = 発行者
desk-account-provider-client = client_id
desk-account-provider-back = 戻り先（redirect_uri）
desk-account-provider-key = 町の公開鍵（JWKS）
desk-account-provider-shared = 秘密の文字
desk-account-provider-make = 鍵を作る
desk-account-provider-secret = 秘密の文字は keys/{ $file } にあります。
desk-account-provider-no-secret = 受け取った秘密の文字を、keys/{ $file } に置いてください。
account-stronger = 本人の確認
account-stronger-lead = 次のどれかで確認すると、書いていた手続きを送れます。
account-stronger-code = 窓口で書類を見せてもらったコードでも確認できます。
account-stronger-counter = 窓口で書類を見せれば、そこで手続きを終えることもできます。電話 { $phone }
account-stronger-back = 書いていたところに戻る
