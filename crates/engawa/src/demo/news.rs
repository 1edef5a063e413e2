//! What the fictional town has told everybody.

use crate::failure::Failure;
use kernel::TypedId;
use notices::PublicId;
use notices::public::{NewPublic, Words, publish};
use store::Act;
use web::House;

struct News {
    days_ago: i64,
    ja: [&'static str; 2],
    easy: Option<[&'static str; 2]>,
    en: Option<[&'static str; 2]>,
}

const NEWS: [News; 3] = [
    News {
        days_ago: 14,
        ja: [
            "【見本】えんがわの見本を開きました",
            "これは見本のお知らせです。\n\n手続きの申し込み、証明書の受け取り、お知らせの受け取りを、架空の町で試せます。",
        ],
        easy: Some([
            "【｜見本《みほん》】えんがわの ｜見本《みほん》を ｜開《ひら》きました",
            "これは ｜見本《みほん》の お｜知《し》らせです。",
        ]),
        en: Some([
            "[Sample] The demo of Engawa is open",
            "This is a sample.\n\nYou may try applications, certificates and messages in a fictional town.",
        ]),
    },
    News {
        days_ago: 6,
        ja: [
            "【見本】休みの日の窓口について",
            "これは見本のお知らせです。\n\n窓口が閉まっている日も、手続きはこのページからお送りいただけます。届いたものは、次に開く日に確かめます。",
        ],
        easy: None,
        en: Some([
            "[Sample] On closed days",
            "This is a sample.\n\nYou can send applications here on closed days too. They are looked at on the next open day.",
        ]),
    },
    News {
        days_ago: 1,
        ja: [
            "【見本】健康診査の申し込みが始まりました",
            "これは見本のお知らせです。\n\n申し込みは、手続きのページからどうぞ。",
        ],
        easy: None,
        en: None,
    },
];

/// Tells them, each on its day.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn tell(house: &House, now: kernel::Moment) -> Result<(), Failure> {
    for news in NEWS {
        let at = now.plus_days(-news.days_ago);
        let words = |[title, body]: [&str; 2]| Words { title: title.to_owned(), body: body.to_owned() };
        let new = NewPublic {
            id: PublicId::from_uuid(kernel::id::uuid_v7(at, house.db.random())),
            ja: words(news.ja),
            easy: news.easy.map(words),
            en: news.en.map(words),
        };
        house.db.write(&Act::system("demo", at), move |tx| async move { publish(&tx, new).await }).await?;
    }
    Ok(())
}
