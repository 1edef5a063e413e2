desk-ops-title = 仕組みの様子
desk-ops-as-of = { $when } の様子です。ページを開き直すと新しくなります。
desk-ops-unit = 件
desk-ops-state-good = 良い
desk-ops-state-care = 気をつける
desk-ops-state-now = すぐに
desk-ops-matters = ひとつずつの様子
desk-ops-what-is-it = これは何ですか
desk-ops-do = すること：
desk-ops-never = まだ一度もしていません。
desk-ops-just-now = いま
desk-ops-hours-ago = { $n } 時間前
desk-ops-days-ago = { $n } 日前
desk-ops-went-well = うまくいった最後：{ $when }（{ $ago }）。
desk-ops-went-wrong = うまくいきませんでした：{ $when }（{ $ago }）。

desk-ops-jobs = 裏で進む仕事
desk-ops-jobs-count = 待っている { $ready } 件、進んでいる { $running } 件、止まった { $dead } 件。いちばん長く待っている仕事は { $waited } 分。
desk-ops-jobs-means = お知らせを送る、証明書を作るなど、申請のあとで続く仕事です。ふだんは数秒で終わります。
desk-ops-jobs-dead-do = 下の「止まった仕事」で理由を読み、直してから「もう一度試す」を押してください。
desk-ops-jobs-slow-do = 数分待って、ページを開き直してください。増え続けるときは、動作記録を見てください。
desk-ops-jobs-stuck-do = えんがわを止めて、もう一度動かしてください。仕事は失われません。それでも進まなければ、保守の会社に動作記録を見せてください。

desk-ops-mail = メールを送るサーバー
desk-ops-mail-good = { $when } に、送れることを確かめました。
desk-ops-mail-silent = { $when } に確かめましたが、答えがありません。
desk-ops-mail-unknown = まだ確かめていません。十分以内に確かめます。
desk-ops-mail-none = メールを送るサーバーが決まっていません。
desk-ops-mail-demo = 見本なので、メールは外に出ません。
desk-ops-mail-means = 送れないあいだ、メールは待っています。一日たっても送れないものは、郵送の束に入ります。
desk-ops-mail-none-do = 設定 ENGAWA_SMTP_URL を決めてください。決めるまで、お知らせは郵送と電話だけになります。
desk-ops-mail-silent-do = メールサーバーが動いているか、パスワードが変わっていないかを確かめてください。

desk-ops-backup = 控え（バックアップ）
desk-ops-backup-means = 記録とファイルと鍵の控えです。機械がこわれたとき、控えを取ったときまで戻れます。
desk-ops-backup-unset-do = 別のディスクか別の機械を、設定 ENGAWA_BACKUP_TO で控えの場所に決めてください。
desk-ops-backup-failed-do = 控えの場所につながるか、空きがあるかを確かめ、下の「いま控えを取る」を押してください。
desk-ops-backup-never-do = 下の「いま控えを取る」を押してください。
desk-ops-backup-old-do = 夜のあいだ動いていたかを確かめ、下の「いま控えを取る」を押してください。

desk-ops-drill = 戻す練習
desk-ops-drill-means = いちばん新しい控えを仮の場所に戻し、すべての行とファイルを記録の連なりと比べます。練習した控えだけが、頼れる控えです。
desk-ops-drill-failed-do = この控えでは戻せません。もう一度控えを取り、練習してください。また失敗するときは、控えの場所を替えて、保守の会社に相談してください。
desk-ops-drill-never-do = 控えを取ったあと、下の「いま戻す練習をする」を押してください。
desk-ops-drill-old-do = 下の「いま戻す練習をする」を押してください。

desk-ops-verify = 記録の検証
desk-ops-verify-means = 記録がひとつも書きかえられていないことを、毎晩はじめから計算し直して確かめます。
desk-ops-verify-failed-do = 機械をさわらず、控えを消さず、上司と保守の会社にすぐ知らせてください。何が合わないかは上に書いてあります。
desk-ops-verify-never-do = 下の「いま確かめる」を押してください。
desk-ops-verify-old-do = 夜のあいだ動いていたかを確かめ、下の「いま確かめる」を押してください。

desk-ops-disk = ディスクの空き
desk-ops-disk-left = 空き { $free }（全体 { $size } の { $share } %）。
desk-ops-disk-days = このまま減ると、あと { $n } 日でいっぱいになります。
desk-ops-disk-no-trend = 減り方は、ふつうです。
desk-ops-disk-unknown = 空きを調べられません。
desk-ops-disk-means = いっぱいになると、申請を受け取れなくなります（受け取った申請は失われません）。
desk-ops-disk-full-do = いらないファイルを消すか、ディスクを大きくしてください。データのフォルダーの中は消さないでください。
desk-ops-disk-unknown-do = データのフォルダーが読めるかを確かめてください。

desk-ops-database = データベース
desk-ops-database-is = { $name }。大きさ { $size }。
desk-ops-database-connections = つながり { $used } 本（{ $most } 本まで）。
desk-ops-database-silent = 答えがありません。
desk-ops-database-means = すべての記録が入っているところです。
desk-ops-database-silent-do = データベースのサーバーが動いているかを確かめてください。戻れば、えんがわは自分で続けます。
desk-ops-database-crowded-do = ほかのプログラムが、つながりを使いすぎていないかを確かめてください。

desk-ops-certificate = 電子署名の証明書
desk-ops-certificate-ends = { $when } まで使えます。
desk-ops-certificate-none = まだ書類を出していないので、ありません。はじめて出すときに作ります。
desk-ops-certificate-means = 証明書などの書類に付ける電子署名の鍵の期限です。町の自前の鍵は、期限の 60 日前から、次に書類を出すとき自分で新しくなります。
desk-ops-certificate-ends-do = 自前の鍵なら、書類をひとつ出すと新しくなります。職責証明書を使っているなら、更新を申し込んでください。

desk-ops-sign-ins = ログインの失敗
desk-ops-sign-ins-count = この 24 時間に { $n } 回（ふだんの一日は { $usual } 回）。
desk-ops-sign-ins-means = パスワードの打ち間違いもふくむ、断ったログインの数です。だれのものかは、ここでは見ません。急に増えたら、だれかが試しているかもしれません。
desk-ops-sign-ins-many-do = えんがわは自分で回数を制限しています。続くときは、プロキシの動作記録で相手のアドレスを調べ、止めてください。職員にパスキーを勧めてください。

desk-ops-door = 外との入口
desk-ops-door-good = 暗号化した通信（https）で開いています。
desk-ops-door-local = アドレスが localhost です。この機械で試すための開き方で、通信は暗号化していません。
desk-ops-door-plain = 外から見たアドレスが http:// です。
desk-ops-door-stranger = 登録していないプロキシから、要求が届いています。
desk-ops-door-means = 住民の画面との通信を守るところです。前に置いたプロキシを登録しないと、みなが同じ相手に見え、ログインの回数制限にまとめてかかります。
desk-ops-door-local-do = 住民に開く前に、TLS を話すプロキシを前に置き、設定 ENGAWA_BASE_URL を https:// で始まる町のアドレスにしてください。
desk-ops-door-plain-do = TLS を話すプロキシを前に置き、設定 ENGAWA_BASE_URL を https:// で始めてください。
desk-ops-door-stranger-do = 町のプロキシなら、設定 ENGAWA_BEHIND_PROXY か ENGAWA_TRUSTED_PROXIES に登録してください。

desk-ops-dead = 止まった仕事
desk-ops-dead-lead = 何度か試しても、できなかった仕事です。理由を直してから、もう一度試してください。
desk-ops-none = 止まった仕事はありません
desk-ops-attempts = 試した回数
desk-ops-when = 止まった時
desk-ops-why = 理由
desk-ops-retry = もう一度試す
desk-ops-discard-open = しなくてよい仕事なら
desk-ops-reason = しなくてよい理由
desk-ops-reason-hint = 記録に残ります。人の名前は書かないでください。
desk-ops-reason-missing = 理由を書いてください
desk-ops-discard = この仕事をやめる

desk-ops-now = いまする
desk-ops-now-lead = 押すと裏で始まります。終わったら、上の様子に出ます。
desk-ops-backup-now = いま控えを取る
desk-ops-drill-now = いま戻す練習をする
desk-ops-verify-now = いま確かめる

desk-ops-program = プログラム
desk-ops-version = 版
desk-ops-started = 動き始めた時
desk-ops-memory = 使っているメモリー
desk-ops-entries = 記録の連なりの最後の番号
desk-ops-copies-at = 控えの場所
desk-ops-copies-set = 決まっています
desk-ops-copies-unset = 決まっていません
desk-ops-update = 新しい版は、配布元の知らせで確かめてください。このプログラムは、外に問い合わせません。更新の前に控えを取ります。

desk-ops-failed-backup = 控えを取れませんでした
desk-ops-failed-drill = 控えから戻す練習に失敗しました
desk-ops-failed-verify = 記録の検証で、合わないところがありました
desk-ops-failed-lead = 「仕組みの様子」のページで、することを確かめてください。
