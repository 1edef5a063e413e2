# やさしい日本語。

account-sign-in = ログイン（｜中《なか》に ｜入《はい》る）
account-sign-up = はじめて ｜使《つか》う ｜人《ひと》
account-recover = ログインできないとき
account-my = わたしのページ
account-settings = ｜設定《せってい》（｜変《か》えるところ）
account-records = わたしの ｜記録《きろく》を ｜見《み》た ｜人《ひと》

account-email = メールアドレス
account-email-wrong = メールアドレスが ｜正《ただ》しくないです。｜例《れい》：hanako@example.jp
account-password = パスワード
account-password-missing = パスワードを ｜書《か》いてください
account-password-hint = 10｜文字《もじ》より ｜長《なが》くしてください
account-password-short = パスワードが ｜短《みじか》いです。10｜文字《もじ》より ｜長《なが》くしてください
account-password-long = パスワードが ｜長《なが》すぎます
account-password-weak = かんたんすぎる パスワードです。ちがう ことばに してください
account-password-near = ｜名前《なまえ》や メールアドレス、｜町《まち》の ｜名前《なまえ》から わかってしまいます。ちがう ことばを いくつか つなげてください
account-password-known = ｜多《おお》くの ｜人《ひと》が ｜使《つか》っている パスワードです。ちがう ことばを いくつか つなげてください
account-password-wrong = いまの パスワードが ちがいます
account-password-present = いまの パスワード
account-password-new = ｜新《あたら》しい パスワード
account-password-set = この パスワードに する
account-password-kept = あります
account-password-lead = ｜変《か》えると、ほかの スマートフォンや パソコンは ログアウトに なります。
account-new-password = ｜新《あたら》しい パスワードを ｜決《き》める
account-first-password = ｜名前《なまえ》と パスワードを ｜決《き》める
account-name = ｜画面《がめん》に ｜出《だ》す ｜名前《なまえ》
account-name-hint = あなたを ｜呼《よ》ぶ ｜名前《なまえ》です
account-name-missing = ｜名前《なまえ》を ｜書《か》いてください

account-sign-in-wrong = メールアドレスか パスワードが ちがいます
account-sign-in-help = ｜困《こま》ったとき
account-to-sign-up = はじめての ｜人《ひと》は ここ
account-to-recover = パスワードを ｜忘《わす》れた ｜人《ひと》は ここ
account-to-sign-in = もう ｜登録《とうろく》した ｜人《ひと》は ここ
account-no-account = ｜登録《とうろく》しなくても、｜役場《やくば》・｜電話《でんわ》・｜手紙《てがみ》で ｜手続《てつづ》きが できます。｜電話《でんわ》 { $phone }

account-sign-up-lead = メールを ｜送《おく》ります。
account-sign-up-hint = メールに ある リンクを ｜開《ひら》いてください
account-send-mail = メールを ｜送《おく》る
account-mail-sent = メールを ｜送《おく》りました
account-mail-sent-text = { $email } に メールを ｜送《おく》りました。24｜時間《じかん》の｜間《あいだ》に リンクを ｜開《ひら》いてください。
account-mail-sent-help = メールが ｜来《こ》ないときは ｜電話《でんわ》してください。｜電話《でんわ》 { $phone }
account-link-old = この リンクは ｜使《つか》えません
account-link-old-text = もう ｜使《つか》ったか、｜古《ふる》いです。もう｜一度《いちど》 メールを ｜送《おく》ってください。
account-link-again = もう｜一度《いちど》 メールを ｜送《おく》る

account-mail-new-subject = 登録を続けてください
account-mail-new =
    { $town }の「縁側」です。

    24時間の間に、この リンクを 開いてください。
    { $link }

    知らない ときは、このメールを 捨ててください。
account-mail-known-subject = パスワードを決めなおすには
account-mail-known =
    { $town }の「縁側」です。

    このメールアドレスは、もう 登録してあります。
    パスワードを 忘れた 人は、24時間の間に、この リンクを 開いてください。
    { $link }

    知らない ときは、このメールを 捨ててください。
account-mail-staff-subject = 職員のログインについて
account-mail-staff =
    { $town }の「縁側」です。

    このメールアドレスは、役場の人の アドレスです。
    情報の担当の人に 話してください。
account-mail-password-subject = パスワードが変わりました
account-mail-password =
    { $name } さん

    { $town }の「縁側」の パスワードが 変わりました。

    自分で 変えていない ときは、すぐに 役場に 電話してください。電話 { $phone }

account-recover-lead = ｜新《あたら》しい パスワードを ｜決《き》めることが できます。
account-code = ｜役場《やくば》で もらった コード
account-code-hint = 9｜文字《もじ》です。｜例《れい》：7K3-F92-QXM
account-code-mistyped = コードの ｜文字《もじ》が ちがいます
account-code-unknown = この コードは ｜使《つか》えません。｜古《ふる》いか、もう ｜使《つか》いました
account-code-how = コードを もらうには
account-code-how-text = ｜役場《やくば》に、マイナンバーカードや ｜在留《ざいりゅう》カードを ｜持《も》って ｜来《き》てください。コードを ｜渡《わた》します。｜電話《でんわ》 { $phone }
account-by-mail = メールで ｜決《き》める
account-by-mail-text = メールを ｜読《よ》める ｜人《ひと》は、｜役場《やくば》に ｜来《こ》なくても できます。
account-by-mail-link = メールで リンクを もらう
account-recover-known = { $email } で ｜登録《とうろく》してあります。
account-recover-email-hint = ログインに ｜使《つか》う メールアドレスです
account-recover-taken = この メールアドレスは もう あります。そのアドレスで ログインして、わたしのページで コードを ｜書《か》いてください
account-next = ｜次《つぎ》へ
account-link = ｜役場《やくば》の コードを ｜書《か》く
account-link-lead = コードを ｜書《か》くと、｜名前《なまえ》や ｜住所《じゅうしょ》を ｜書《か》かなくても ｜手続《てつづ》きが できます。
account-linked = できました
account-linked-text = これから、｜名前《なまえ》や ｜住所《じゅうしょ》は はじめから ｜書《か》いて あります。
account-to-my = わたしのページへ
account-unlinked = あなたが だれか、まだ ｜確《たし》かめていません
account-unlinked-text = ｜役場《やくば》で コードを もらってください。｜名前《なまえ》や ｜住所《じゅうしょ》を ｜書《か》かなくても ｜手続《てつづ》きが できます。

account-hello = { $name }さん
account-card-cases = わたしの ｜手続《てつづ》き
account-card-cases-text = ｜途中《とちゅう》の｜手続《てつづ》きと、｜今《いま》の ｜様子《ようす》
account-card-notices = お｜知《し》らせ
account-card-notices-text = ｜役場《やくば》からの お｜知《し》らせ
account-card-apply = ｜手続《てつづ》きを さがす
account-card-apply-text = ｜証明書《しょうめいしょ》などを えらぶ
account-card-records-text = いつ、だれが、なぜ ｜見《み》たか
account-card-settings-text = お｜知《し》らせの ｜方法《ほうほう》、パスワード

account-email-change = メールアドレスを ｜変《か》える
account-email-change-lead = ｜新《あたら》しい アドレスに メールを ｜送《おく》ります。その リンクを ｜開《ひら》くと ｜変《か》わります。いまの アドレスにも お｜知《し》らせします。
account-email-new = ｜新《あたら》しい メールアドレス
account-email-new-hint = これから ログインに ｜使《つか》う アドレスです
account-email-sent = { $email } に メールを ｜送《おく》りました。24｜時間《じかん》のうちに リンクを ｜開《ひら》いてください。
account-email-old-text = もう ｜使《つか》ったか、24｜時間《じかん》が ｜過《す》ぎたか、ほかの ｜人《ひと》の アドレスです。もう｜一度《いちど》 してください。
account-email-confirm = この メールアドレスに しますか
account-email-confirm-text = ログインに ｜使《つか》う アドレスを { $email } に ｜変《か》えます。
account-email-confirm-do = この アドレスに する
account-email-changed = メールアドレスが ｜変《か》わりました
account-email-changed-text = これからは { $email } で ログインしてください。
account-mail-address-subject = メールアドレスの ｜確認《かくにん》
account-mail-address =
    { $town }の ｜縁側《えんがわ》です。

    この アドレスに ｜変《か》えるには、24｜時間《じかん》のうちに リンクを ｜開《ひら》いてください。
    { $link }

    わからないときは、この メールを すててください。
account-mail-address-taken =
    { $town }の ｜縁側《えんがわ》です。

    この アドレスに ｜変《か》えたいと ｜言《い》われましたが、もう ｜登録《とうろく》されています。
    わからないときは、この メールを すててください。
account-mail-address-changed-subject = メールアドレスが ｜変《か》わりました
account-mail-address-changed =
    { $town }の ｜縁側《えんがわ》で、あなたの メールアドレスが ｜変《か》わりました。

    ｜自分《じぶん》で ｜変《か》えていないときは、すぐに ｜役場《やくば》に ｜電話《でんわ》してください。｜電話《でんわ》 { $phone }
account-close = アカウントを ｜閉《と》じる
account-close-lead = ｜閉《と》じても、｜窓口《まどぐち》・｜電話《でんわ》・｜郵便《ゆうびん》で ｜手続《てつづ》きが できます。
account-close-goes = なくなるもの
account-close-goes-way = ログインの しかた（パスワード、パスキー）
account-close-goes-drafts = ｜書《か》いている とちゅうの ｜申請《しんせい》（30｜日《にち》で ｜消《き》えます）
account-close-goes-inbox = ｜画面《がめん》の お｜知《し》らせ（これからは ｜手紙《てがみ》が とどきます）
account-close-stays = のこるもの
account-close-stays-matters = ｜出《だ》した ｜申請《しんせい》、はらった お｜金《かね》、もらった ｜書類《しょるい》の ｜記録《きろく》
account-close-stays-journal = だれが ｜記録《きろく》を ｜見《み》たか
account-close-stays-register = ｜住民《じゅうみん》の ｜記録《きろく》
account-close-before = ｜閉《と》じる ｜前《まえ》に、じぶんの ｜記録《きろく》を もらえます。
account-close-sure = ｜閉《と》じると ｜決《き》めました
account-close-sure-missing = ｜閉《と》じるときは、しるしを つけてください
account-close-do = アカウントを ｜閉《と》じる
account-close-not = ｜閉《と》じない
account-close-officer = ｜職員《しょくいん》の アカウントは、｜総務《そうむ》の ｜担当《たんとう》が ｜止《と》めます。
account-closed = アカウントを ｜閉《と》じました
account-closed-text = ありがとうございました。これからも ｜窓口《まどぐち》・｜電話《でんわ》・｜郵便《ゆうびん》で お｜手伝《てつだ》いします。
account-to-home = はじめの ｜画面《がめん》へ
account-act-account-password-remove = パスワードを ｜消《け》しました

account-contact = お｜知《し》らせの ｜方法《ほうほう》
account-contact-question = お｜知《し》らせを ｜何《なに》で もらいますか
account-channel-email = メール
account-channel-email-hint = ここの「お｜知《し》らせ」にも ｜入《はい》ります
account-channel-inbox = ここの「お｜知《し》らせ」だけ
account-channel-inbox-hint = ログインして ｜見《み》ます。メールは ｜来《き》ません
account-channel-post = ｜手紙《てがみ》
account-channel-post-hint = ｜紙《かみ》の ｜手紙《てがみ》を ｜送《おく》ります
account-channel-call = ｜電話《でんわ》
account-channel-call-hint = ｜役場《やくば》から ｜電話《でんわ》します
account-phone = ｜電話番号《でんわばんごう》
account-phone-hint = ｜電話《でんわ》を えらんだ ｜人《ひと》は ｜書《か》いてください
account-phone-wrong = ｜電話番号《でんわばんごう》が ｜正《ただ》しくないです。｜例《れい》：0247-72-2111
account-choose = ひとつ えらんでください
account-language = お｜知《し》らせの ことば
account-language-question = お｜知《し》らせを どの ことばで もらいますか
account-language-ja = ｜日本語《にほんご》
account-language-easy = やさしい ｜日本語《にほんご》
account-language-en = English（｜英語《えいご》）
account-save = ｜保存《ほぞん》する
account-count = { $n }
account-since = ｜登録《とうろく》した ｜日《ひ》
account-change = ｜変《か》える
account-device = ｜機械《きかい》
account-device-unknown = 名前の わからない 機械
account-made = ｜登録《とうろく》した ｜日《ひ》

account-passkeys = ｜顔《かお》や ｜指《ゆび》で ログインする（パスキー）
account-passkeys-lead = パスワードを ｜書《か》かないで、スマートフォンの ｜顔《かお》や ｜指《ゆび》の ロックで ログインできます。
account-passkeys-none = まだ ありません。
account-passkey-remove = やめる
account-passkey-stale = もう｜一度《いちど》 ログインしてください。そのあと、｜登録《とうろく》できます。
account-passkey-script = この ｜機械《きかい》では できません。
account-passkey-last = やめることが できません
account-passkey-last-text = やめると、ログインできなく なります。｜先《さき》に パスワードを ｜決《き》めてください。
account-sessions = ログインしている ｜機械《きかい》
account-sessions-lead = ｜知《し》らない ｜機械《きかい》が あったら、｜終《お》わりにして、パスワードを ｜変《か》えてください。
account-session-began = ログインした とき
account-session-seen = ｜最後《さいご》に ｜使《つか》った とき
account-session-this = この ｜機械《きかい》
account-session-end = ｜終《お》わりにする
account-session-end-others = ほかを ぜんぶ ｜終《お》わりにする

account-records-lead = ｜役場《やくば》の ｜人《ひと》が あなたの ｜記録《きろく》を ｜見《み》ると、ここに ｜残《のこ》ります。｜消《け》すことは できません。
account-records-none = まだ ありません
account-records-why = なぜ：{ $why }
account-records-show = ｜見《み》せるもの
account-records-show-all = ぜんぶ
account-records-show-office = ｜役場《やくば》の ｜人《ひと》
account-records-show-own = ｜自分《じぶん》
account-records-show-automatic = ｜自動《じどう》
account-records-automatic = ｜自動《じどう》で したこと { $n }｜件《けん》
account-records-automatic-why = ｜人《ひと》ではなく、｜機械《きかい》が ｜決《き》まりの とおりに したことです。お｜知《し》らせを ｜送《おく》る、｜記録《きろく》を うつす、などです。
account-records-times = つづけて { $n }｜回《かい》
account-records-by-counter = ｜窓口《まどぐち》で
account-records-by-phone = ｜電話《でんわ》で
account-records-by-paper = ｜紙《かみ》で
account-actor-named-helper = { $name }さん（｜代《か》わりの ｜方《かた》）
account-mandates = ｜代《か》わりの ｜人《ひと》
account-mandates-text = ｜家族《かぞく》などに ｜手続《てつづ》きを たのむ
account-acting-for = { $name }さんの ｜代《か》わりに
account-acting-for-text = ｜代《か》わりに ｜手続《てつづ》きが できます
account-export-card = ｜役場《やくば》にある わたしの ｜記録《きろく》を まとめて
account-act-people-mandate-held = ｜代《か》わりの ｜人《ひと》に なりました
account-act-people-mandate-held-end = ｜代《か》わりを ｜終《お》えました
account-act-people-offer = ｜代《か》わりを たのみました
account-act-people-offer-end = たのんだことが ｜終《お》わりました
account-act-cases-hand-over = ｜担当《たんとう》の ｜人《ひと》が ｜変《か》わりました
account-act-cases-submit = ｜申請《しんせい》を ｜受《う》け｜付《つ》けました
account-actor-entering = ログインの ｜画面《がめん》から
account-act-cases-submit-for = ｜代《か》わりの ｜人《ひと》が ｜申請《しんせい》しました
account-actor-self = あなた
account-actor-desk = ｜役場《やくば》（{ $desk }）
account-actor-officer = ｜役場《やくば》の ｜人《ひと》
account-actor-anonymous = ログインしていない ｜人《ひと》
account-actor-system = コンピューター
account-act-people-read = ｜記録《きろく》を ｜見《み》ました
account-act-people-add = ｜記録《きろく》を ｜作《つく》りました
account-act-people-amend = ｜記録《きろく》を ｜変《か》えました
account-act-people-register = ｜役場《やくば》の ｜住民《じゅうみん》の ｜記録《きろく》を ｜写《うつ》しました
account-act-people-contact = お｜知《し》らせの ｜方法《ほうほう》を ｜変《か》えました
account-act-people-account-open = アカウントを ｜作《つく》りました
account-act-people-account-link = アカウントと ｜記録《きろく》を つなぎました
account-act-people-account-name = ｜画面《がめん》の ｜名前《なまえ》を ｜変《か》えました
account-act-people-account-email = メールアドレスを ｜変《か》えました
account-act-people-account-close = アカウントを ｜閉《と》じました
account-act-people-mandate = ｜代《か》わりの ｜人《ひと》を ｜決《き》めました
account-act-people-mandate-end = ｜代《か》わりの ｜人《ひと》を やめました
account-act-people = ｜記録《きろく》を ｜変《か》えました
account-act-account-sign-in = ログインしました
account-act-account-password = パスワードを ｜決《き》めました
account-act-account-passkey-add = パスキーを ｜登録《とうろく》しました
account-act-account-passkey-remove = パスキーを やめました
account-act-account-code = ｜役場《やくば》で あなたを ｜確《たし》かめて、コードを ｜渡《わた》しました
account-act-account-code-used = ｜役場《やくば》の コードを ｜使《つか》いました
account-act-account = ログインの ｜設定《せってい》を ｜変《か》えました
account-act-cases = ｜手続《てつづ》きを ｜進《すす》めました
account-act-approvals = ｜役場《やくば》の ｜中《なか》で ｜決《き》めました
account-act-billing = お｜金《かね》の ことを ｜書《か》きました
account-act-papers = ｜証明書《しょうめいしょ》などを ｜作《つく》りました
account-act-notices = お｜知《し》らせを しました
account-act-other = ｜記録《きろく》を ｜使《つか》いました

account-second = ｜番号《ばんごう》を｜入《い》れてください
account-second-lead = スマートフォンのアプリに｜出《で》ている6けたの｜番号《ばんごう》です。
account-second-code = 6けたの｜番号《ばんごう》
account-second-code-hint = ｜番号《ばんごう》は30｜秒《びょう》ごとに｜変《か》わります
account-second-go = ｜確《たし》かめて｜入《はい》る
account-second-wrong = ｜番号《ばんごう》がちがいます。または、もう｜使《つか》いました。｜新《あたら》しい｜番号《ばんごう》を｜待《ま》って、｜入《い》れてください
account-second-lost = ｜電話《でんわ》をなくしたときは、「｜本人《ほんにん》の｜確認《かくにん》とコード」の｜職員《しょくいん》に｜話《はな》してください。
account-second-demo = ｜見本《みほん》の｜町《まち》なので、ここに｜番号《ばんごう》が｜出《で》ます。｜本当《ほんとう》は、｜自分《じぶん》の｜電話《でんわ》だけに｜出《で》ます。
account-second-demo-wait = ｜番号《ばんごう》を｜使《つか》ったばかりです。30｜秒《びょう》｜待《ま》って、もう一度｜開《ひら》いてください。
account-second-first = ｜電話《でんわ》を｜登録《とうろく》してください
account-second-first-lead = ｜職員《しょくいん》は、パスワードと、｜電話《でんわ》の｜番号《ばんごう》で｜入《はい》ります。｜登録《とうろく》は｜最初《さいしょ》の1｜回《かい》だけです。
account-second-step-app = スマートフォンに、6けたの｜番号《ばんごう》を｜出《だ》すアプリを｜入《い》れます。
account-second-step-read = アプリで、｜下《した》の｜絵《え》を｜読《よ》みます。
account-second-step-code = アプリの6けたの｜番号《ばんごう》を、｜下《した》に｜入《い》れます。
account-second-picture = アプリで｜読《よ》む｜絵《え》（QRコード）。｜読《よ》めないときは、｜下《した》の｜文字《もじ》を｜入《い》れます
account-second-letters = ｜絵《え》が｜読《よ》めないとき
account-second-letters-lead = アプリに、この｜文字《もじ》を｜入《い》れてください。
account-second-passkey = パスキーで｜入《はい》ってください
account-second-passkey-lead = パスワードのほかに、パスキー（｜画面《がめん》のロック）で｜確《たし》かめます。
account-second-settings = ｜電話《でんわ》の｜番号《ばんごう》で｜確《たし》かめる
account-second-settings-lead = ｜職員《しょくいん》は、パスワードと｜番号《ばんごう》の｜二《ふた》つで｜入《はい》ります。パスキーなら、それだけで｜入《はい》れます。
account-second-since = { $since } に｜登録《とうろく》しました。
account-second-none = まだ｜登録《とうろく》がありません
account-second-add = ｜電話《でんわ》を｜登録《とうろく》する
account-second-replace = ｜新《あたら》しい｜電話《でんわ》にする
account-second-renew-lead = ｜新《あたら》しい｜番号《ばんごう》を｜入《い》れると、｜前《まえ》の｜電話《でんわ》の｜番号《ばんごう》は｜使《つか》えません。
account-second-remove = ｜電話《でんわ》の｜登録《とうろく》を｜消《け》す
account-second-stale = ｜変《か》えるには、もう一度ログインしてください。
account-passkey-last-second = ｜先《さき》に｜電話《でんわ》を｜登録《とうろく》してください。
account-mail-second-subject = ログインの｜確認《かくにん》をやりなおしてください
account-act-account-second-add = ｜電話《でんわ》を｜登録《とうろく》しました
account-act-account-second-remove = ｜電話《でんわ》の｜登録《とうろく》を｜消《け》しました
account-act-account-second-reset = ｜電話《でんわ》の｜登録《とうろく》が｜消《け》されました
account-mail-second =
    { $name } さま

    { $town }の｜縁側《えんがわ》で、あなたの｜電話《でんわ》の｜番号《ばんごう》とパスキーを、ほかの｜職員《しょくいん》が｜消《け》しました。
    ｜次《つぎ》にログインするとき、もう一度、｜電話《でんわ》を｜登録《とうろく》してください。

    ｜頼《たの》んでいないときは、すぐに｜電話《でんわ》してください。{ $phone }

account-email-none = まだありません
account-by-others = ほかの｜入《はい》り｜方《かた》
account-by-other = { $name }で｜入《はい》る
account-ways = マイナンバーカードなどで｜入《はい》る
account-ways-lead = マイナンバーカードなどを｜使《つか》う｜入《はい》り｜方《かた》です。いくつでも｜登録《とうろく》できます。
account-ways-none = まだ｜登録《とうろく》がありません。
account-ways-which = ｜入《はい》り｜方《かた》
account-ways-more = ｜入《はい》り｜方《かた》をふやす
account-ways-add = { $name }をふやす
account-ways-remove = ｜消《け》す
account-ways-stale = もう一度ログインしてください。
account-ways-leave = ほかの｜画面《がめん》に｜行《い》きます
account-ways-leave-lead = { $name }の｜画面《がめん》で｜確《たし》かめると、ここに｜戻《もど》ります。
account-ways-go = { $name }に｜進《すす》む
account-ways-not = やめる
account-ways-back = ｜設定《せってい》に｜戻《もど》る
account-ways-last = ｜消《け》せません
account-ways-last-text = これを｜消《け》すと、｜入《はい》れなくなります。｜先《さき》に、ほかの｜入《はい》り｜方《かた》を｜登録《とうろく》してください。
account-ways-taken = もう｜使《つか》われています
account-ways-taken-text = この{ $name }は、ほかの｜登録《とうろく》で｜使《つか》われています。ログアウトして、{ $name }で｜入《はい》ってください。わからないときは { $phone } に｜電話《でんわ》してください。
account-ways-differs = ｜町《まち》の｜記録《きろく》とちがいます
account-ways-differs-text = { $name }の｜名前《なまえ》か｜生《う》まれた｜日《ひ》がちがいます。｜自分《じぶん》のものか｜見《み》てください。わからないときは { $phone } に｜電話《でんわ》してください。
account-company-entry = エントリー
account-company-prime = プライム
account-company-member = メンバー
account-company-number = ｜法人番号《ほうじんばんごう》
account-provider-stale = もう一度、はじめからしてください
account-provider-stale-text = ｜時間《じかん》がたったので、{ $name }の｜確認《かくにん》を｜使《つか》えませんでした。｜何《なに》も｜変《か》わっていません。
account-provider-weaker = ｜入《はい》れましたが、｜確認《かくにん》が ｜足《た》りません
account-provider-weaker-text = { $name }から、「｜本人《ほんにん》です」という ｜強《つよ》い ｜確認《かくにん》が ありませんでした。｜書《か》くことは できます。｜本人《ほんにん》の ｜確認《かくにん》が ひつような ｜手続《てつづ》きは、｜役場《やくば》に ｜来《く》るか、｜電話《でんわ》{ $phone }を してください。
account-provider-weaker-on = このまま ｜進《すす》む
account-provider-given-up = ｜確認《かくにん》をやめました
account-provider-given-up-text = { $name }の｜確認《かくにん》をやめました。｜何《なに》も｜変《か》わっていません。ほかの｜入《はい》り｜方《かた》もあります。
account-provider-down = ｜今《いま》は｜使《つか》えません
account-provider-down-text = { $name }から｜返事《へんじ》がありません。あとでもう一度してください。ほかの｜入《はい》り｜方《かた》もあります。｜急《いそ》ぐ｜人《ひと》は { $phone } に｜電話《でんわ》してください。
account-provider-wrong = ｜確認《かくにん》できませんでした
account-provider-wrong-text = { $name }の｜返事《へんじ》が｜正《ただ》しくありません。もう一度してください。できないときは { $phone } に｜電話《でんわ》してください。
account-provider-again = ログインの｜画面《がめん》へ
account-provider-apply = ｜手続《てつづ》きをさがす
account-arrival-waiting = あなたのことを｜確《たし》かめています
account-arrival-waiting-text = ｜役場《やくば》の｜人《ひと》が、｜町《まち》の｜記録《きろく》と｜比《くら》べています。ふつうは、｜次《つぎ》に｜役場《やくば》が｜開《ひら》く｜日《ひ》までに｜終《お》わります。｜待《ま》つ｜間《あいだ》も、｜手続《てつづ》きを｜書《か》くことができます。｜電話《でんわ》 { $phone }
account-arrival-refused = ｜確《たし》かめることができませんでした
account-arrival-refused-text = ｜役場《やくば》の｜窓口《まどぐち》で｜書類《しょるい》を｜見《み》せて、コードをもらってください。｜電話《でんわ》 { $phone }
account-arrival-reason = ｜役場《やくば》から：
account-act-account-identity-add = ｜入《はい》り｜方《かた》をふやしました
account-act-account-identity-remove = ｜入《はい》り｜方《かた》を｜消《け》しました
account-act-account-arrival = ｜確認《かくにん》を｜待《ま》っています
account-act-account-arrival-link = ｜確《たし》かめて、｜町《まち》の｜記録《きろく》とつなぎました
account-mail-way-subject = ｜新《あたら》しい｜入《はい》り｜方《かた》がふえました
account-mail-way =
    { $name } さま

    { $town }の｜縁側《えんがわ》に、｜新《あたら》しい｜入《はい》り｜方《かた》がふえました。
    ｜設定《せってい》の｜画面《がめん》で、｜見《み》たり｜消《け》したりできます。

    していないときは、すぐに｜電話《でんわ》してください。{ $phone }
account-stronger = あなたが だれか、｜確《たし》かめます
account-stronger-lead = どれかで ｜確《たし》かめると、｜書《か》いたものを ｜送《おく》れます。
account-stronger-code = ｜窓口《まどぐち》で もらった コードでも できます。
account-stronger-counter = ｜役場《やくば》の ｜窓口《まどぐち》で ｜終《お》わることも できます。｜電話《でんわ》 { $phone }
account-stronger-back = ｜書《か》いていた ところに ｜戻《もど》る
