# 申請の始めから終わりまでの言葉

cases-apply = 申請
cases-begun = 書きかけの申請があります
cases-bring = 用意するもの
cases-for = 対象の方
cases-time = 時期
cases-length = 質問の数
cases-pages = およそ{ $n }ページです。途中でやめて、あとで続けられます。
cases-answer-by = お返事の目安
cases-days = 開庁日で{ $days }日ほど。きょう申請すると{ $due }ごろです。
cases-fee = 手数料
cases-fee-none = かかりません
cases-fee-each = 1{ $per }につき{ $yen }
cases-fee-unknown = 確認中です。決まったらお知らせします。
cases-unconfirmed = 確認中
cases-begin = 申請を始める
cases-without-account = アカウントがなくても申請できます。途中でやめるときは、続きのための番号をお渡しします。
cases-need-account = この申請には、ログインが要ります。町の記録にあることが先に入るので、書くところが少なくなります。
cases-need-match = 送るには、ご本人の確認が要ります。今は、書いておくところまでできます。終わりに、送り方をご案内します。
cases-other-ways = 窓口、電話、紙でも申請できます。{ $desk }（電話 { $phone }）にお声がけください。
cases-resume-link = 番号を使って続きから始める
cases-draft-meta = { $at }まで入力。{ $until }まで残しておきます。
cases-prefilled = 町の記録から入れてあります。
cases-help = 分からないとき
cases-yen = 円
cases-row = { $n }つ目
cases-row-more = もう1つ書く
cases-agree = 同意します
cases-persons-typed = 1行に1人ずつ、氏名を書いてください。
cases-bank-bank = 金融機関
cases-bank-bank-hint = 名前か、4けたの番号
cases-bank-branch = 支店
cases-bank-branch-hint = 名前か、3けたの番号
cases-bank-account = 口座の種類
cases-bank-kind-ordinary = 普通
cases-bank-kind-current = 当座
cases-bank-kind-savings = 貯蓄
cases-bank-number = 口座番号
cases-bank-number-hint = 7けたまでの数字
cases-bank-holder = 口座の名義
cases-bank-holder-hint = カタカナで、通帳のとおりに
cases-file-limit = 1つ{ $megabytes }MBまで、{ $max }つまで。写真に入っている撮影場所などの情報は、こちらで消します。
cases-file-keep = 付けてあるファイル（外すときは印を消してください）
cases-file-see = 見る
cases-file-heic = この写真（HEIC）からは、撮影場所の記録を消せませんでした。スマートフォンの設定で「互換性優先」を選んで撮り直すか、スクリーンショットを付けてください。
cases-file-broken = ファイルを開けませんでした。撮り直すか、別のファイルを付けてください。
cases-file-active = このPDFには動くしくみが入っているため、受け取れません。印刷したものを写真に撮って付けてください。
cases-next-page = 次へ進む
cases-stop = ここでやめて、あとで続ける
cases-back = 戻る
cases-go-on = 続ける
cases-progress = 進みぐあい
cases-step = { $all }ページのうち{ $at }ページ目

cases-check-title = 内容を確かめてください
cases-check-lead = 違うところは「変更する」から直せます。よければ、いちばん下の「申請する」を押してください。
cases-check-missing = まだ答えていないところがあります
cases-check-fee = 手数料は{ $fee }の見込みです。お支払いは、認められたあとにご案内します。
cases-not-answered = 答えていません
cases-send = 申請する
cases-done = 申請を受け付けました
cases-done-title = 受付番号
cases-reference = 受付番号
cases-reference-keep = お問い合わせのときは、この番号をお知らせください。
cases-what-next = これからのこと
cases-receipt = 受付票（PDF）
cases-see-case = 申請の様子を見る
cases-public-page = 下のページで、いつでも様子を見られます。アドレスを控えるか、この画面を印刷してください。
cases-receipt-next-look = 担当が内容を確かめます。
cases-receipt-next-ask = 足りないことがあれば、選んだ方法でお尋ねします。
cases-receipt-next-end = 決まったら、お知らせします。

cases-stop-title = ここまで残しました
cases-stop-lead = { $until }まで残しておきます。
cases-stop-account = 「自分の申請」から、どの機器でも続けられます。
cases-stop-to-list = 自分の申請へ
cases-stop-browser = この機器では、このまま続けられます。ほかの機器で続けるときや、共用のパソコンのときは、番号を受け取ってください。
cases-stop-secret = 合言葉（生年月日か、4〜8けたの数字）
cases-stop-secret-hint = 例　昭和25年4月1日、または 0427
cases-stop-secret-wrong = 生年月日か、4〜8けたの数字を入れてください。
cases-stop-make = 番号を受け取る
cases-stop-done = 番号ができました
cases-code-title = 続きのための番号
cases-code = 続きの番号
cases-code-hint = 9文字。ハイフンはなくてもかまいません。
cases-code-how = { $url } を開き、この番号と合言葉を入れると、続きから始められます。{ $until }まで使えます。番号は、ほかの人に教えないでください。
cases-resume-title = 続きから始める
cases-resume-lead = 途中でやめたときに受け取った番号と、合言葉を入れてください。
cases-resume-secret = 合言葉
cases-resume-open = 続きを開く
cases-resume-wrong = 番号か合言葉が違います。もう一度確かめてください。
cases-resume-closed = 間違いが続いたため、この番号は使えなくなりました。始めた機器では続けられます。お困りのときは役場にお電話ください。
cases-resume-account = ログインして始めた申請は、「自分の申請」にあります

cases-mine = 自分の申請
cases-mine-none = 申請はまだありません
cases-mine-none-next = 手続きの一覧から始められます。
cases-mine-drafts = 書きかけ
cases-mine-open = 進んでいるもの
cases-mine-closed = 終わったもの
cases-list-meta = { $reference }　{ $at }に申請
cases-how-far = いまの様子
cases-now = いま
cases-next = 次
cases-when = いつまで
cases-history = これまでのこと
cases-your-answers = 申請の内容
cases-decision = 町からのお返事
cases-ask-desk = お問い合わせは、{ $desk }（電話 { $phone }）へ。
cases-call-correct = 直していただきたいところがあります
cases-correct = 直す
cases-call-pay = 手数料をお支払いください
cases-see-bill = 請求の内容を見る
cases-call-paper = 書類ができました
cases-see-paper = できた書類を見る

cases-state-submitted = 受け付けました
cases-state-in-review = 確かめています
cases-state-awaiting-correction = 直しを待っています
cases-state-deciding = 決める手続き中
cases-state-awaiting-payment = 支払いを待っています
cases-state-issuing = 書類を作っています
cases-state-closed = 終わりました
cases-ending-granted = 認められました
cases-ending-refused = 認められませんでした
cases-ending-withdrawn = 取り下げました

cases-now-submitted = 申請が届きました。担当が決まるのを待っています。
cases-next-submitted = { $desk }が内容を確かめます。
cases-when-submitted = { $due }ごろまでにお返事します。
cases-now-in-review = { $desk }が内容を確かめています。
cases-next-in-review = 足りないことがなければ、決める手続きに進みます。
cases-when-in-review = { $due }ごろまでにお返事します。
cases-now-awaiting-correction = 直していただきたいところをお知らせしました。
cases-next-awaiting-correction = 直したものが届くと、確かめを続けます。
cases-when-awaiting-correction = お早めにお願いします。お待ちする間は、お返事の期限に数えません。
cases-now-deciding = 役場の中で、決める手続きをしています。
cases-next-deciding = 決まったら、お知らせします。
cases-when-deciding = { $due }ごろまでにお返事します。
cases-now-awaiting-payment = 認められました。手数料（{ $fee }）のお支払いを待っています。
cases-next-awaiting-payment = お支払いが済むと、書類を作ります。
cases-when-awaiting-payment = ご都合のよいときに、窓口でお支払いください。
cases-now-issuing = 書類を作っています。
cases-next-issuing = できたら、お知らせします。
cases-when-issuing = まもなくです。
cases-now-standstill-glyph = 証明書にのる字のなかに、まだ印刷できない字があります。ちがう形の字では印刷しないため、作るのを止めています。
cases-next-standstill-glyph = { $desk }が、その字を用意します。あなたがすることはありません。できたら、お知らせします。
cases-when-standstill-glyph = いつになるかは、まだ言えません。お急ぎの方は、{ $desk }（{ $phone }）に聞いてください。
cases-now-standstill = 書類を作るところで、止まっています。
cases-next-standstill = { $desk }が、わけを調べています。あなたがすることはありません。できたら、お知らせします。
cases-when-standstill = いつになるかは、まだ言えません。お急ぎの方は、{ $desk }（{ $phone }）に聞いてください。
cases-now-ending-granted = 手続きは終わりました。
cases-next-ending-granted = 書類がある場合は、この画面から開けます。
cases-when-ending-granted = 期限はありません。
cases-now-ending-refused = 認められませんでした。
cases-next-ending-refused = 理由は、お送りする通知書に書いてあります。分からないことは{ $desk }にお尋ねください。
cases-when-ending-refused = 不服があるときの期限は、通知書に書いてあります。
cases-now-ending-withdrawn = 申請は取り下げられました。
cases-next-ending-withdrawn = もう一度申請することもできます。
cases-when-ending-withdrawn = 期限はありません。

cases-event-submit = 申請を受け付けました
cases-event-take = 担当が決まりました
cases-event-ask-correction = 直しをお願いしました
cases-event-correct = 直しが届きました
cases-event-propose = 決める手続きに入りました
cases-event-decide = 決まりました
cases-event-paid = 手数料のお支払いを確かめました
cases-event-close = 書類ができました
cases-event-withdraw = 取り下げました

cases-correct-title = 直すところ
cases-correct-lead = お願いした質問にだけ答えてください。ほかの答えはそのままです。
cases-correct-said = 担当から
cases-correct-send = 直したものを送る
cases-withdraw = この申請を取り下げる
cases-withdraw-title = 申請を取り下げますか
cases-withdraw-lead = 取り下げると、この申請は終わります。あとから元には戻せません。
cases-withdraw-yes = 取り下げる
cases-withdraw-no = やめておく
cases-feedback-send = 答えを送る
cases-feedback-thanks = お答えをありがとうございました

cases-tell-received-subject = 申請を受け付けました（{ $reference }）
cases-tell-received-body =
    「{ $procedure }」の申請を受け付けました。受付番号は { $reference } です。

    担当が内容を確かめ、{ $due }ごろまでにお返事します。
cases-tell-correction-subject = 直していただきたいところがあります（{ $reference }）
cases-tell-correction-body =
    「{ $procedure }」の申請に、直していただきたいところがあります。

    { $list }

    お手数ですが、下のページから直してください。電話や窓口でもお受けします。
cases-tell-correction-again-subject = 直しをお待ちしています（{ $reference }）
cases-tell-correction-again-body =
    「{ $procedure }」の申請は、直しをお待ちしているため、止まっています。

    下のページから直してください。お困りのときは、役場にお電話ください。
cases-tell-fee-subject = 手数料のお支払いをお願いします（{ $reference }）
cases-tell-fee-body =
    「{ $procedure }」の申請が認められました。手数料は { $fee } です。

    役場の窓口でお支払いください。お支払いが済むと、書類を作ります。
cases-tell-granted-subject = 手続きが終わりました（{ $reference }）
cases-tell-granted-body =
    「{ $procedure }」の手続きが終わりました。

    { $decision }

    便利になったかどうか、下のページで教えてください。
cases-tell-granted-paper-subject = 書類ができました（{ $reference }）
cases-tell-granted-paper-body =
    「{ $procedure }」の書類ができました。

    { $decision }

    下のページから開けます。便利になったかどうかも教えてください。
cases-tell-refused-subject = 申請のお返事（{ $reference }）
cases-tell-refused-body =
    「{ $procedure }」の申請は、認められませんでした。

    { $decision }

    不服があるときの方法は、通知書に書いてあります。
cases-tell-withdrawn-subject = 申請を取り下げました（{ $reference }）
cases-tell-withdrawn-body =
    「{ $procedure }」の申請は、取り下げられました。

    お心当たりのないときは、役場にお電話ください。
cases-tell-draft-subject = 書きかけの申請があります
cases-tell-draft-body =
    「{ $procedure }」の申請が、書きかけのままです。

    { $until }まで残しておきます。下のページから、続けることも、消すこともできます。このお知らせは一度だけです。
    { $link }

# 職員の画面

desk-cases-queue = 受付一覧
desk-cases-search = 受付番号、氏名、手続きで探す
desk-cases-found = 見つかった案件
desk-cases-found-none = 自分の窓口の案件には見つかりませんでした
desk-cases-empty = 当てはまる案件はありません
desk-cases-desk = 窓口
desk-cases-state = 状態
desk-cases-only-mine = 自分が担当のものだけ
desk-cases-only-late = 期限を過ぎたものだけ
desk-cases-filter = 絞り込む
desk-cases-nobody = 担当なし
desk-cases-open = 案件を開く
desk-cases-state-submitted = 受付
desk-cases-state-in-review = 確認中
desk-cases-state-awaiting-correction = 補正待ち
desk-cases-state-deciding = 決裁中
desk-cases-state-awaiting-payment = 納付待ち
desk-cases-state-issuing = 発行中
desk-cases-state-closed = 終了
desk-cases-ending-granted = 終了（承認）
desk-cases-ending-refused = 終了（不承認）
desk-cases-ending-withdrawn = 終了（取下げ）
desk-cases-assisting = 本人に代わって入力しています（{ $channel }）。聞いたとおりに入れてください。
desk-cases-ask-nothing = 直してほしい質問を、1つ以上書いてください。
desk-cases-note-length = メモは、1文字以上2000文字までで書いてください。
desk-cases-decision-length = 伝える文（認めないときは理由）を書いてください。4000文字までです。
desk-cases-too-long = 長すぎます。短くしてください。
desk-cases-choose-granted = 「認める」か「認めない」を選んでください。
desk-cases-fee-wrong = 手数料は、円の数字だけで入れてください。
desk-cases-hindered = 「このままでは交付できません」とあるところを先に解決してください。証明書に書く内容がそろうと、認めることができます。
desk-cases-standstill = まだ交付できません
desk-cases-standstill-unknown = 書類を作る仕事が止まっています。「もう一度ためす」で作り直せます。つづくときは、情報の窓口に知らせてください。
desk-cases-standstill-tried = { $since }から{ $tries }回ためしました。さいごは{ $last }です。
desk-cases-standstill-now = いま、ためしています。少し待ってから、この画面を開き直してください。
desk-cases-no-route = この手続きの決裁の道すじが、町のデータにありません。運用の担当に知らせてください。
desk-cases-own-decision = この道すじでは、自分の案を自分で決めることになります。ほかの職員が案を作ってください。
desk-cases-letter-refused = { $day }付けで申請のあった件について、次の理由により認めないことに決定したので通知します。
desk-cases-letter-appeal-1 = この決定に不服があるときは、この決定があったことを知った日の翌日から起算して3か月以内に、{ $head }に対して審査請求をすることができます（決定があった日の翌日から起算して1年を経過したときは、できません）。
desk-cases-letter-appeal-2 = この決定については、この決定があったことを知った日の翌日から起算して6か月以内に、{ $town }を被告として（{ $head }が被告の代表者となります）、裁判所に取消しの訴えを提起することができます（決定があった日の翌日から起算して1年を経過したときは、できません）。
desk-assist = 代わりに申請
desk-assist-lead = 窓口、電話、紙で受けた申請を、本人に代わって入れます。同じ受付一覧に並びます。
desk-assist-search = 氏名、フリガナ、生年月日で探す
desk-assist-none = 台帳に見つかりませんでした
desk-assist-another = 次の人の申請
desk-assist-paper = 番号の入った用紙
desk-assist-paper-lead = 本人に渡して書いてもらいます。戻ってきたら「用紙の番号」で読み取ってください。{ $until }まで待ちます。
desk-assist-choose-person = 申請する人を選んでください。台帳にいないときは「台帳にない人」を選びます。
desk-assist-choose-procedure = 手続きを選んでください。
desk-assist-choose-channel = 受けた方法を選んでください。
desk-assist-choose-check = 本人をどう確かめたかを選んでください。
desk-scan = 用紙の番号
desk-scan-lead = 用紙のQRコードを読み取るか、受付番号を入れてください。
desk-scan-code = 受付番号
desk-scan-find = 開く
desk-scan-wrong = 番号が読めません。9文字の受付番号を確かめてください。
desk-scan-none = この番号の用紙や案件は、自分の窓口にはありません。
cases-export-submitted = 申請した日時
cases-export-state = いまの様子
cases-export-applicant = 申請した人
cases-export-corrections = 直しのお願い
cases-export-feedback = 終わったあとの声
cases-export-touched = 最後に書いた日時
cases-finish = あと少しで終わります
cases-finish-text = 書いた内容は残っています。この手続きを送るには、ご本人の確認がもう一段要ります。次のどちらかで終えられます。
cases-finish-here = このまま確認して送る
cases-finish-here-text = マイナンバーカードや、窓口でもらったコードで確認すると、ここに戻って送れます。
cases-finish-here-do = 本人の確認に進む
cases-finish-counter = 窓口で終える
cases-finish-counter-text = 番号を{ $desk }の窓口にお持ちください。職員が書いた内容を開き、書類で本人を確かめて、その場で受け付けます。書きなおしは要りません。電話 { $phone }
cases-finish-counter-do = 窓口で見せる番号を出す
cases-number = 受付前の番号
cases-number-title = この番号を窓口へ
cases-number-lead = { $desk }の窓口で、この番号を見せてください。{ $until }まで待っています。
cases-number-bring = 本人を確かめる書類（マイナンバーカード、運転免許証など）もお持ちください。
desk-scan-home = 家で書いた申請です
desk-scan-home-lead = 送るには本人の確認が足りませんでした。書類で本人を確かめてから、開いてください。
desk-scan-check = 本人をどう確かめましたか
desk-scan-take = 確かめたので開く
