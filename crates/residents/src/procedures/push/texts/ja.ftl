
# 町からのご案内

procedures-offer-invite-subject = { $procedure }のご案内
procedures-offer-invite-self = 「{ $procedure }」の対象になる見込みの方へ、町から先にご案内しています。
procedures-offer-invite-child = { $child }さんのことで、「{ $procedure }」のご案内です。対象になる見込みですので、町から先にお知らせします。
procedures-offer-remind-subject = { $procedure }は、お済みですか
procedures-offer-remind-self = 先日ご案内した「{ $procedure }」のお申し込みが、まだ届いていません。
procedures-offer-remind-child = 先日ご案内した、{ $child }さんの「{ $procedure }」のお申し込みが、まだ届いていません。
procedures-offer-how = わかっていることは、申込書に記入してあります。確かめて、足りないところを書き足してください。{ $until }までにお願いします。
procedures-offer-why = このご案内は、町の住民の記録をもとにお送りしています。対象になるかどうかは、お申し込みのあとに町が確かめます。すでに申し込まれた方は、行き違いをお許しください。
procedures-offer-care = 町が、暗証番号をたずねたり、ATMの操作をお願いしたりすることはありません。
procedures-offer-export = 町からのご案内
procedures-offer-export-made = 選んだ日
procedures-offer-export-purpose = 記録を使った目的
procedures-offer-export-state = どうなったか
procedures-offer-export-ground = 選んだ理由
procedures-offer-export-why = 外した理由
procedures-offer-state-listed = これから案内します
procedures-offer-state-left-out = 案内しませんでした
procedures-offer-state-removed = 案内しませんでした
procedures-offer-state-invited = 案内しました
