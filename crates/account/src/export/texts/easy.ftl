
# 自分の記録を受け取る

account-export = わたしの ｜記録《きろく》を もらう
account-export-lead = ｜役場《やくば》にある あなたの ｜記録《きろく》を まとめて もらえます。
account-export-how = ｜名前《なまえ》や ｜住所《じゅうしょ》、｜手続《てつづ》き、お｜金《かね》、｜書類《しょるい》、お｜知《し》らせ、だれが ｜見《み》たかを、ひとつの ファイル（ZIP）にします。できたら お｜知《し》らせします。{ $days }｜日《にち》のあいだ、ここで もらえます。
account-export-ask = まとめて もらう
account-export-waiting = いま まとめています。すこし ｜時間《じかん》が かかります。できたら お｜知《し》らせします。
account-export-files = もらえる ファイル
account-export-file = わたしの ｜記録《きろく》（ZIP）
account-export-meta = { $at } の ｜記録《きろく》 { $kb }KB { $until } まで
account-export-left-out = ファイルの ｜中《なか》の index.html を ｜開《ひら》くと ｜読《よ》めます。ここに ないものは、｜役場《やくば》で ｜聞《き》いてください。
account-export-made = { $town }の ｜縁側《えんがわ》にある あなたの ｜記録《きろく》です。{ $at } に まとめました。
account-export-demo = ｜見本《みほん》の ｜町《まち》の、ほんとうには いない ｜人《ひと》の ｜記録《きろく》です。
account-export-ready-subject = ｜記録《きろく》が まとまりました
account-export-ready-text =
    たのまれた「わたしの ｜記録《きろく》」が できました。
    7｜日《にち》のうちに、マイページで もらってください。

    たのんで いないときは、すぐに ｜役場《やくば》へ ｜電話《でんわ》してください。
account-export-register = ｜住民《じゅうみん》の ｜記録《きろく》
account-export-household = いっしょに ｜住《す》む ｜人《ひと》
account-export-accounts = アカウント
account-export-mandates = ｜代《か》わりの ｜人《ひと》
account-export-mandate-given = { $name }さんに ｜代《か》わりを たのんでいます
account-export-mandate-held = { $name }さんの ｜代《か》わりを しています
account-export-offices = ｜地区《ちく》の ｜役《やく》
account-export-name = ｜名前《なまえ》
account-export-kana = フリガナ
account-export-former-name = ｜前《まえ》の ｜名字《みょうじ》など
account-export-birth = ｜生《う》まれた ｜日《ひ》
account-export-sex = ｜性別《せいべつ》
account-export-address = ｜住所《じゅうしょ》
account-export-relation = ｜家族《かぞく》の ｜関係《かんけい》
account-export-resident-since = ｜町《まち》の ｜人《ひと》に なった ｜日《ひ》
account-export-address-since = ここに ｜住《す》みはじめた ｜日《ひ》
account-export-former-address = ｜前《まえ》の ｜住所《じゅうしょ》
account-export-domicile = ｜本籍《ほんせき》
account-export-domicile-head = ｜筆頭者《ひっとうしゃ》
account-export-moved-out = ｜町《まち》を ｜出《で》た ｜日《ひ》
account-export-number = ｜町《まち》の ｜番号《ばんごう》
account-export-scope = ｜手続《てつづ》き
account-export-from = はじまり
account-export-until = おわり
account-export-at = いつ
account-export-who = だれが
account-export-act = ｜種類《しゅるい》
account-export-channel = ｜方法《ほうほう》
account-export-detail = なにを・なんのために
account-act-account-export-ask = ｜記録《きろく》の まとめを たのみました
account-act-account-export = ｜記録《きろく》を まとめました
account-act-account-export-fetch = ｜記録《きろく》の まとめを もらいました
