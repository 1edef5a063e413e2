# 出す前と出すとき：一度だけの申し込み、もう一人の署名

cases-once-household-year = この世帯からは、今年度すでに申し込みがあります
cases-once-household-ever = この世帯からは、すでに申し込みがあります
cases-once-applicant-year = この方からは、今年度すでに申し込みがあります
cases-once-applicant-ever = この方からは、すでに申し込みがあります
cases-once-answer-year = 同じ内容の申し込みを、今年度すでに受け付けています
cases-once-answer-ever = 同じ内容の申し込みを、すでに受け付けています
cases-once-number = 受付番号は { $reference }（{ $day }に申請）です。
cases-once-turn = もう一度出したいときや、心当たりのないときは、{ $desk }（電話 { $phone }）にお声がけください。事情があれば、受け付けられます。

cases-cosign-before = この申請には、{ $who }の署名も要ります。最後の署名がそろった日に、申請したことになります。
cases-cosign-needed = このあと、{ $who }の署名が要ります
cases-cosign-day = 申請の日は、最後の署名がそろった日になります。まだ申請は済んでいません。
cases-cosign-go = 署名をお願いする
cases-cosign-see = 署名のようすを見る
cases-cosign-title = { $who }に署名をお願いする
cases-cosign-lead = { $who }が、あなたの書いた内容を、住所や電話番号もふくめてすべて見て、同意するかどうかを答えます。同意が届くと、その日に申請が済みます。見せられない事情があるときは、窓口にご相談ください。
cases-cosign-name = { $who }の氏名
cases-cosign-name-missing = 氏名を書いてください。
cases-cosign-email = その方のメールアドレス
cases-cosign-email-hint = 書くと、町からお願いのメールを送ります。書かなくても、QRコードか紙でお願いできます。
cases-cosign-secret = 合言葉（その方の生年月日か、4〜8けたの数字）
cases-cosign-secret-hint = ページを開くときに入れてもらいます。数字にしたときは、その方に直接伝えてください。
cases-cosign-ask = お願いを作る
cases-cosign-waiting = { $name }さんの署名を待っています
cases-cosign-how = { $name }さんに、下のQRコードを読み取ってもらうか、この画面を印刷して渡してください。ページを開くには、合言葉が要ります。{ $until }まで待ちます。
cases-cosign-how-mail = { $name }さんに、お願いのメールを送ります。下のQRコードを読み取ってもらうことも、この画面を印刷して渡すこともできます。ページを開くには、合言葉が要ります。{ $until }まで待ちます。
cases-cosign-qr = 署名のページのQRコード
cases-cosign-address = 署名のページのアドレス
cases-cosign-counter = 紙で署名するとき
cases-cosign-counter-text = 二人の署名を{ $desk }の窓口でも受け付けます。次の番号をお持ちください。
cases-cosign-again = お願いをやり直す
cases-cosign-again-text = 氏名や合言葉を間違えたとき、ほかの方にお願いするときに使います。前のページは開けなくなります。
cases-cosign-cancel = このお願いを取り消す
cases-cosign-back = 書いた内容に戻る
cases-cosign-declined = { $name }さんは、同意しませんでした
cases-cosign-declined-words = 次の言葉が届いています。
cases-cosign-declined-silent = 理由は書かれていません。
cases-cosign-expired = { $name }さんの答えが、期限までに届きませんでした。もう一度お願いできます。
cases-cosign-changed = 内容が変わったので、署名をもう一度お願いしてください
cases-cosign-without = 署名をもらえないとき
cases-cosign-without-lead = 事情があって署名をもらえないときは、理由を書いて、このまま申請できます。理由は担当の職員だけが見ます。
cases-cosign-reason = 署名をもらえない理由
cases-cosign-reason-hint = 例　ひとり親のため。連絡を取ることができないため。
cases-cosign-reason-missing = 理由を書いてください。
cases-cosign-words-long = 500文字までにしてください。
cases-cosign-without-send = 署名なしで申請する

cases-sign-title = 署名のお願い
cases-sign-lead = { $town }への申請に、あなたの同意が要ります。お願いした方から聞いた合言葉を入れてください。
cases-sign-secret = 合言葉
cases-sign-secret-hint = あなたの生年月日か、4〜8けたの数字です。
cases-sign-open = 内容を見る
cases-sign-wrong = 合言葉が違います。お願いした方に確かめてください。
cases-sign-closed = 間違いが続いたため、このページは開けなくなりました。お願いした方に、お願いをやり直してもらってください。
cases-sign-over = このページは、もう使えません
cases-sign-over-text = すでに答えが届いたか、内容が変わったか、期限が過ぎました。お願いした方に確かめてください。
cases-sign-heading = { $name }さんの申請
cases-sign-read = 次の内容に、あなたの同意を求められています。よく読んでください。
cases-sign-files = 付けられたファイルも、申請の一部です。
cases-sign-agree = 同意するとき
cases-sign-agreed = 内容を読みました。この申請に同意します。
cases-sign-agreed-missing = 同意するときは、印を付けてください。
cases-sign-name = あなたの氏名
cases-sign-day = 同意すると、きょう申請したことになります。
cases-sign-yes = 署名する
cases-sign-decline = 同意しないとき
cases-sign-words = 伝えたいこと
cases-sign-words-hint = 申請した方に、そのまま伝わります。書かなくてもかまいません。
cases-sign-no = 同意しない
cases-sign-done = 署名を受け付けました
cases-sign-done-day = 署名がそろったので、{ $day }に申請したことになります。
cases-sign-declined = お答えを伝えます
cases-sign-declined-title = 同意しないことを受け付けました
cases-sign-declined-text = 申請はまだ出されていません。申請した方にお知らせします。
cases-sign-stuck = 今は受け付けられません
cases-sign-stuck-text = 申請の内容を見直す必要があります。お願いした方に、もう一度内容を確かめてもらってください。

cases-tell-cosign-asked-subject = 署名のお願い（{ $town }への申請）
cases-tell-cosign-asked-body =
    { $name }様

    { $applicant }さんが{ $town }に出す「{ $procedure }」の申請に、あなたの同意が要ります。

    次のページで内容を読み、同意するかどうかを答えてください。合言葉は、{ $applicant }さんに聞いてください。
    { $link }

    { $until }まで使えます。心当たりのないときは、このメールを消してください。
cases-tell-cosign-again-subject = 署名をお待ちしています（{ $town }への申請）
cases-tell-cosign-again-body =
    { $name }様

    { $applicant }さんの「{ $procedure }」の申請は、あなたの答えを待っています。

    { $link }

    { $until }まで使えます。このお知らせは一度だけです。
cases-tell-cosign-declined-subject = 署名について、お答えがありました
cases-tell-cosign-declined-body =
    「{ $procedure }」の申請について、{ $name }さんは同意しませんでした。申請はまだ出されていません。

    { $words }

    内容を直してもう一度お願いするか、窓口にご相談ください。
    { $link }
cases-tell-cosign-expired-subject = 署名が期限までに届きませんでした
cases-tell-cosign-expired-body =
    「{ $procedure }」の申請について、{ $name }さんの署名が期限までに届きませんでした。申請はまだ出されていません。

    もう一度お願いするか、窓口にご相談ください。
    { $link }

# 職員の画面

desk-cases-once-repeats = 同じ世帯・同じ人・同じ内容の申し込みが、ほかにもあります
desk-cases-once-repeats-text = 町の記録と結び付いていない申し込みは、本人に知らせずに受け付けています。二重でないかを確かめてください。
desk-cases-once-see = 先の申し込みを開く
desk-cases-once-more = もう一度の申し込みを認める
desk-cases-once-lead = この案件があるため、同じ世帯・同じ人・同じ内容の申し込みは止まります。事情があるときは、理由を残して、もう1件だけ受け付けられます。
desk-cases-once-reason = 認める理由
desk-cases-once-hint = メモとして残ります。本人には見えません。
desk-cases-once-reason-missing = もう一度の申し込みを認める理由を書いてください。
desk-cases-once-allow = もう1件を認める
desk-cases-once-send = 理由を残して申請する
desk-cosign-paper = 紙の署名を記録する
desk-cosign-paper-lead = 署名した本人を確かめ、紙を受け取ってから記録してください。きょうが申請の日になります。
desk-cosign-name = 署名した人の氏名
desk-cosign-send = 署名を記録して申請する
desk-cosign-signed = もう一人の署名
desk-cosign-address = { $name }（{ $at }、専用のページで同意）
desk-cosign-on-paper = { $name }（{ $at }、紙の署名。本人確認：{ $check }。記録：{ $officer }）
desk-cosign-none = なし（{ $at }に、署名なしで申請。理由：{ $reason }）
desk-cosign-first = 署名は、1回目の内容に対するものです。あとから直したところは、署名した人が見ていません。

cases-register-silent = 今、町の記録につながりません。空いているところは、ご自分で書いてください。つながりしだい、こちらで確かめます。
cases-register-since = 町の記録は、{ $day }のものです。変わったところがあれば直してください。新しい記録が届きしだい、こちらで確かめます。
cases-register-after = 今、町の記録を確かめられませんでした。申請は受け付けています。つながりしだい、担当が確かめます。違うところがあれば、ご連絡します。
cases-mail-late = お知らせのメールは、遅れて届くことがあります。届かなくても、申請は受け付けられています。
cases-stop-email = お知らせを受け取るメールアドレス
cases-stop-email-hint = 3日たっても書きかけのとき、一度だけお知らせします。書かなくてもかまいません。
cases-stop-reminded = 3日たっても書きかけのときは、一度だけお知らせします。
cases-forgotten = 書きかけの申請
cases-forgotten-lead = { $until }まで残しておきます。続けることも、消すこともできます。
cases-forgotten-quiet = この申請のお知らせを止める
cases-forgotten-hushed = この申請のお知らせは、もう届きません
cases-forgotten-delete = 書きかけを消す
cases-forgotten-delete-text = 書いた内容と、付けたファイルへのつながりを消します。元には戻せません。
cases-forgotten-delete-yes = 消す
cases-forgotten-deleted = 書きかけを消しました
cases-forgotten-gone = この書きかけは、もうありません
cases-forgotten-gone-text = 申請が済んだか、消されたか、期限が過ぎました。
cases-own-link = 申請の内容を見る、取り下げる
cases-own-title = 申請の内容の控え
cases-own-lead = ご本人であることを確かめるため、申請に書いたことを1つ入れてください。
cases-own-none = この申請には、ご本人を確かめる手がかりがありません。担当の窓口にお尋ねください。
cases-own-fact = 生年月日、電話番号、メールアドレスのどれか
cases-own-fact-hint = 申請に書いたとおりに。例　昭和25年4月1日、0247-72-0000
cases-own-open = 内容を見る
cases-own-wrong = 申請に書いたものと違います。もう一度確かめてください。
cases-withdraw-sure = 取り下げます。元に戻せないことが分かりました。
cases-withdraw-sure-missing = 取り下げるときは、印を付けてください。
desk-cases-withdraw-lead = 申し出た人が本人かどうかを確かめてから記録してください。取り下げは元に戻せません。本人にも知らせが届きます。
cases-cosign-signed = { $name }さんが、{ $day }に署名しました。
