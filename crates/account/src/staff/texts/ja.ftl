
# 職員の招待と役の知らせ

account-set-up = はじめての職員の方
account-set-up-lead = 渡された紙のコードを入れてください。メールで招待を受けた方は、メールのリンクを開いてください。
account-set-up-code = 渡されたコード
account-set-up-password = パスワードを決める
account-set-up-old-text = 一度使ったか、7日が過ぎました。招待した人に、もう一度招待してもらってください。電話 { $phone }

account-ward-given-subject = 行政区の役をお願いしました
account-ward-given =
    { $ward }の{ $office }として記録しました。
    任期は { $from } から { $until } までです。

    お心当たりがないときは、役場へお電話ください。
account-ward-ended-subject = 行政区の役の任期について
account-ward-ended =
    { $ward }の{ $office }の任期は { $until } までとなりました。

    これまでのお力添えに、お礼を申し上げます。お心当たりがないときは、役場へお電話ください。

account-act-people-account-suspend = アカウントを止めました
account-act-people-account-reinstate = アカウントを、ふたたび使えるようにしました
account-act-people-grant = 役の任期を記録しました
account-act-people-grant-end = 役の任期を終えました
account-act-people-grant-term = 役の任期を変えました
account-act-account-invite = 職員として招待しました
account-act-account-sessions-ended = すべての機器でログアウトにしました

desk-staff-invited = 招待を渡してください
desk-staff-mail-invite-subject = 職員としての招待
desk-staff-mail-invite =
    { $name } さま

    { $town }の縁側に、職員として招待されました。
    7日以内に次のリンクを開いて、パスワードを決めてください。リンクは一度だけ使えます。
    { $link }

    心当たりがないときは、このメールを捨てて、役場へお知らせください。
desk-staff-mail-given-subject = 職務が加わりました
desk-staff-mail-given =
    { $name } さま

    次の職務につくことが記録されました。
    { $office }
    { $term }

    { $link }
desk-staff-mail-longer-subject = 職務の期間が変わりました
desk-staff-mail-longer =
    { $name } さま

    次の職務の期間が変わりました。
    { $office }
    { $term }
desk-staff-mail-ended-subject = 職務の終わりについて
desk-staff-mail-ended =
    { $name } さま

    次の職務の終わりの日が決まりました。
    { $office }
    { $term }

    心当たりがないときは、総務の担当へお知らせください。
desk-staff-mail-handed-over-subject = 職務を引き継ぎます
desk-staff-mail-handed-over =
    { $name } さま

    次の職務を、後の人に引き継ぐことが記録されました。
    { $office }
    { $term }
desk-staff-mail-taken-over-subject = 職務を引き継ぎました
desk-staff-mail-taken-over =
    { $name } さま

    次の職務を、前の人から引き継ぐことが記録されました。
    { $office }
    { $term }
    { $note }

    { $link }
desk-staff-mail-suspended-subject = アカウントを止めました
desk-staff-mail-suspended =
    { $name } さま

    縁側のアカウントを止めました。いまはログインできません。
    心当たりがないときは、総務の担当へお知らせください。
desk-staff-mail-reinstated-subject = アカウントがふたたび使えます
desk-staff-mail-reinstated =
    { $name } さま

    縁側のアカウントが、ふたたび使えるようになりました。
    { $link }
desk-staff-mail-signed-out-subject = すべての機器でログアウトになりました
desk-staff-mail-signed-out =
    { $name } さま

    総務の担当が、すべての機器で縁側からログアウトにしました。続けて使うときは、ログインしなおしてください。
    { $link }
