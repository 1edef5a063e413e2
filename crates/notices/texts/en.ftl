notices-mail-open = Please continue on this page:
notices-mail-help = If you need help, please call { $phone }.
notices-mail-end = Stop these mails:
