
# ｜町《まち》からの ｜案内《あんない》

cases-invite = ｜町《まち》からの お｜知《し》らせ
cases-invite-until = { $until }まで、この ページから ｜申《もう》し｜込《こ》めます。｜町《まち》が ｜知《し》っていることは もう ｜書《か》いてあります。
cases-invite-birth = ｜手紙《てがみ》を もらった ｜人《ひと》の ｜生《う》まれた ｜日《ひ》
cases-invite-birth-hint = あなたか どうか ｜確《たし》かめます。｜手紙《てがみ》には ｜書《か》いていません。
cases-invite-birth-missing = ｜生《う》まれた ｜年《とし》・｜月《つき》・｜日《ひ》を ｜入《い》れてください
cases-invite-birth-wrong = ｜生《う》まれた ｜日《ひ》が ちがいます。5｜回《かい》 まちがえると ｜開《ひら》けません
cases-invite-own = あなたへの お｜知《し》らせです。そのまま ｜進《すす》んでください。
cases-invite-open = ｜申《もう》し｜込《こ》みを ｜開《ひら》く
cases-invite-see = ｜申《もう》し｜込《こ》みの ようすを ｜見《み》る
cases-invite-answered = もう ｜申《もう》し｜込《こ》みました
cases-invite-answered-text = もう ｜一度《いちど》 ｜出《だ》さなくて いいです。
cases-invite-officer = ｜役場《やくば》が ｜紙《かみ》の ｜返事《へんじ》を ｜入《い》れています
cases-invite-officer-text = あなたの ｜紙《かみ》は とどきました。ここで ｜申《もう》し｜込《こ》まなくて いいです。
cases-invite-over = ｜申《もう》し｜込《こ》みの ｜日《ひ》が すぎました
cases-invite-over-text = ｜電話《でんわ》で ｜聞《き》いてください。まだ できるかもしれません。
cases-invite-closed = ここでは ｜開《ひら》けません
cases-invite-closed-text = ｜手紙《てがみ》の ｜紙《かみ》か、｜電話《でんわ》か、｜窓口《まどぐち》で ｜申《もう》し｜込《こ》んでください。
cases-invite-ask = わからない ときは、{ $desk }（｜電話《でんわ》 { $phone }）に ｜聞《き》いてください。
cases-invite-ask-title = ｜町《まち》から ｜手紙《てがみ》が とどいた ｜人《ひと》
cases-invite-ask-lead = ｜手紙《てがみ》の ｜番号《ばんごう》を ｜入《い》れてください。
cases-invite-number = ｜手紙《てがみ》の ｜番号《ばんごう》
cases-invite-number-hint = 9つの ｜文字《もじ》です。れい　7K3-F92-QXM
cases-invite-number-wrong = ｜番号《ばんごう》を ｜確《たし》かめてください。9つの ｜文字《もじ》です
cases-invite-both-wrong = ｜番号《ばんごう》か ｜生《う》まれた ｜日《ひ》が ちがいます。｜手紙《てがみ》を ｜見《み》てください
cases-invite-none = ｜手紙《てがみ》が なくても、「｜手続《てつづ》きを さがす」から ｜申《もう》し｜込《こ》めます。
