desk-plan-task-mail-given-subject = やることが加わりました
desk-plan-task-mail-given =
    「{ $title }」の担当になりました。期限は{ $due }です。
    
    くわしく： { $link }
desk-plan-task-mail-soon-subject = やることの期限が近づいています
desk-plan-task-mail-soon =
    「{ $title }」の期限は{ $due }です。
    終わったら、どうだったかを一文で書いてください。間に合わないときは、期限を変えられます。
    
    くわしく： { $link }
desk-plan-task-mail-late-subject = やることの期限を過ぎました
desk-plan-task-mail-late =
    「{ $title }」の期限（{ $due }）を過ぎました。
    終わっていれば結果を、まだなら新しい期限を入れてください。
    
    くわしく： { $link }
desk-plan-task-mail-moved-subject = やることの期限が変わりました
desk-plan-task-mail-moved =
    「{ $title }」の期限が{ $due }に変わりました。
    
    くわしく： { $link }
desk-plan-task-mail-dropped-subject = やることが取りやめになりました
desk-plan-task-mail-dropped =
    「{ $title }」は取りやめになりました。理由は、次のページにあります。
    
    { $link }
desk-plan-meeting-mail-invited-subject = 会議のお知らせ
desk-plan-meeting-mail-invited =
    { $body }「{ $title }」を開きます。
    
    とき： { $when }
    ところ： { $place }
    
    議題と資料： { $link }
desk-plan-meeting-mail-moved-subject = 会議の予定が変わりました
desk-plan-meeting-mail-moved =
    { $body }「{ $title }」の予定が変わりました。
    
    とき： { $when }
    ところ： { $place }
    
    議題と資料： { $link }
desk-plan-meeting-mail-off-subject = 会議を取りやめます
desk-plan-meeting-mail-off =
    { $when }の{ $body }「{ $title }」を取りやめます。
    理由： { $why }
    
    { $link }
