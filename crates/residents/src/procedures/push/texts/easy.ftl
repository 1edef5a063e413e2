
# ｜町《まち》からの お｜知《し》らせ

procedures-offer-invite-subject = { $procedure }の お｜知《し》らせ
procedures-offer-invite-self = あなたは「{ $procedure }」を ｜使《つか》えそうです。｜町《まち》から ｜先《さき》に お｜知《し》らせします。
procedures-offer-invite-child = { $child }さんの ことで お｜知《し》らせです。「{ $procedure }」を ｜使《つか》えそうです。
procedures-offer-remind-subject = { $procedure }は おわりましたか
procedures-offer-remind-self = 「{ $procedure }」の ｜申《もう》し｜込《こ》みが まだ とどいていません。
procedures-offer-remind-child = { $child }さんの「{ $procedure }」の ｜申《もう》し｜込《こ》みが まだ とどいていません。
procedures-offer-how = ｜町《まち》が ｜知《し》っていることは もう ｜書《か》いてあります。｜確《たし》かめて、たりない ところを ｜書《か》いてください。{ $until }までに ｜出《だ》してください。
procedures-offer-why = ｜町《まち》の ｜記録《きろく》を ｜見《み》て お｜知《し》らせしました。｜使《つか》えるか どうかは、｜町《まち》が あとで ｜確《たし》かめます。もう ｜申《もう》し｜込《こ》んだ ｜人《ひと》は、｜何《なに》も しなくて いいです。
procedures-offer-care = ｜町《まち》は、カードの ｜番号《ばんごう》を ｜聞《き》いたり、ATMを ｜使《つか》わせたり しません。
procedures-offer-export = ｜町《まち》からの お｜知《し》らせ
procedures-offer-export-made = ｜選《えら》んだ ｜日《ひ》
procedures-offer-export-purpose = ｜何《なん》のために ｜記録《きろく》を ｜見《み》たか
procedures-offer-export-state = どうなったか
procedures-offer-export-ground = ｜選《えら》んだ わけ
procedures-offer-export-why = ｜送《おく》らなかった わけ
procedures-offer-state-listed = これから ｜知《し》らせます
procedures-offer-state-left-out = ｜知《し》らせませんでした
procedures-offer-state-removed = ｜知《し》らせませんでした
procedures-offer-state-invited = ｜知《し》らせました
