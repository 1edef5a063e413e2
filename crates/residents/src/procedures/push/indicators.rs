//! What going to people can tell the plan.

use cases::invite;
use web::{Indicator, Title, Yearly};

/// Indicators of the offers.
pub(in crate::procedures) static ALL: [Indicator; 3] = [
    Indicator {
        key: "procedures.invited_applied",
        title: Title {
            ja: "案内した方のうち申し込んだ割合",
            easy: "｜案内《あんない》した ｜人《ひと》の うち ｜申《もう》し｜込《こ》んだ ｜割合《わりあい》",
            en: "Share of those invited who applied",
        },
        meaning: Title {
            ja: "期間の中で町から案内を送った方のうち、その案内から申し込んだ方の割合。画面でも紙でも数えます。案内と関わりなく申し込んだ方は、案内の前に外しているので入りません。",
            easy: "｜町《まち》が ｜手紙《てがみ》などで ｜知《し》らせた ｜人《ひと》の うち、｜申《もう》し｜込《こ》んだ ｜人《ひと》の ｜割合《わりあい》です。",
            en: "Share of the people to whom the town sent an invitation in the period who have applied by it, on line or on paper. Whoever had applied before was not invited.",
        },
        unit: "%",
        computed: "cases_invitation（invited_at）のうち、同じ番号の cases_case があるもの ÷ 全部。内訳は方法ごと",
        since: None,
        yearly: Yearly::Share,
        count: invite::applied_share,
        split: None,
    },
    Indicator {
        key: "procedures.invited_days",
        title: Title {
            ja: "案内から申込みまでの日数",
            easy: "｜手紙《てがみ》から ｜申《もう》し｜込《こ》みまでの ｜日数《にっすう》",
            en: "Days from invitation to application",
        },
        meaning: Title {
            ja: "期間の中で案内から申し込んだ方の、案内を送った日から申込みまでの日数の中央値。",
            easy: "｜手紙《てがみ》を ｜出《だ》してから ｜申《もう》し｜込《こ》みまでの ｜日数《にっすう》の まんなかです。",
            en: "Median days from sending to application, of the applications by invitation in the period.",
        },
        unit: "日",
        computed: "cases_case の submitted_at − cases_invitation の invited_at の中央値",
        since: None,
        yearly: Yearly::Recount,
        count: invite::days_to_apply,
        split: None,
    },
    Indicator {
        key: "procedures.invited_online",
        title: Title {
            ja: "案内への返事のうち画面からの割合",
            easy: "｜返事《へんじ》の うち ｜画面《がめん》からの ｜割合《わりあい》",
            en: "Share of replies sent on line",
        },
        meaning: Title {
            ja: "期間の中で案内に応えた申込みのうち、本人が画面から送ったものの割合。残りは紙・窓口・電話で受けています。",
            easy: "｜案内《あんない》への ｜返事《へんじ》の うち、｜画面《がめん》から ｜送《おく》った ものの ｜割合《わりあい》です。",
            en: "Share of the applications by invitation in the period that people sent on line; the rest came on paper, at the counter or by telephone.",
        },
        unit: "%",
        computed: "案内の番号の cases_case の channel = web ÷ 全部。内訳は方法ごと",
        since: None,
        yearly: Yearly::Share,
        count: invite::online_share,
        split: None,
    },
];
