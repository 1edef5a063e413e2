//! The register file.

use super::*;
use kernel::Moment;
use proptest::prelude::*;
use register::{Options, Register, Report, import};
use town::Problem;

const PAPER: &str = include_str!("../../../../docs/register-import.md");

/// The sample as the paper shows it.
fn sample() -> String {
    let (_, after) = PAPER.split_once("```csv\n").unwrap();
    after.split_once("```").unwrap().0.to_owned()
}

fn read(text: &str) -> Result<Register, Vec<Problem>> {
    register::read("register.csv", text.as_bytes(), &ono().wards)
}

fn told(text: &str) -> Vec<String> {
    read(text).unwrap_err().iter().map(ToString::to_string).collect()
}

fn options() -> Options {
    Options { source: "register.csv".to_owned(), whole: true, dry_run: false, as_of: None }
}

async fn taken(store: &TestDb, text: &str, options: Options) -> Report {
    import(&store.db, &system(), read(text).unwrap(), options).await.unwrap()
}

fn counts(r: &Report) -> (usize, usize, usize, usize) {
    (r.added, r.changed, r.unchanged, r.missing.len())
}

async fn numbered(store: &TestDb, number: &'static str) -> Person {
    let sql = "SELECT id FROM people_person WHERE register_number = $1";
    let id: PersonId = store::Reads::one(&store.db, sql, store::args![number]).await.unwrap().unwrap();
    find(&store.db, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_sample_of_the_paper_is_taken_and_a_second_time_changes_nothing() {
    both(|store| async move {
        let trial = taken(&store, &sample(), Options { dry_run: true, ..options() }).await;
        assert_eq!((counts(&trial), trial.run), ((4, 0, 0, 0), None));
        assert_eq!(count(&store, "SELECT COUNT(*) FROM people_person").await, 0);

        let first = taken(&store, &sample(), options()).await;
        assert_eq!((counts(&first), first.read), ((4, 0, 0, 0), 4));
        let again = taken(&store, &sample(), options()).await;
        assert_eq!(counts(&again), (0, 0, 4, 0));
        let trial = taken(&store, &sample(), Options { dry_run: true, ..options() }).await;
        assert_eq!(counts(&trial), (0, 0, 4, 0));

        let taro = numbered(&store, "1000001").await;
        let household = taro.household.unwrap();
        assert_eq!(crate::household(&store.db, household).await.unwrap().unwrap().head, Some(taro.id));
        let family = members(&store.db, household, day("2026-06-01")).await.unwrap();
        assert_eq!(
            family.iter().map(|p| p.name.full()).collect::<Vec<_>>(),
            ["見本　太郎", "見本　葵", "見本　ひなた"]
        );
        assert!(family.iter().all(|p| p.ward.as_deref() == Some("iitoyo")));
        assert_eq!(family[2].birth, Some(day("2021-06-30")));
        let takayuki = numbered(&store, "1000004").await;
        assert_eq!(takayuki.name.full(), "葛\u{E0102}城　髙之", "variation selectors stay");
        assert_eq!(takayuki.former_address.as_deref(), Some("福島県いわき市架空町2番地, 3号"));
        assert_eq!(acts_about(&store, taro.id).await, ["people.register"]);
    })
    .await;
}

#[tokio::test]
async fn a_later_file_changes_what_changed_and_keeps_what_people_told() {
    both(|store| async move {
        taken(&store, &sample(), options()).await;
        let aoi = numbered(&store, "1000002").await;
        let told = Facts { phone: Some("0247-72-2111".parse().unwrap()), ..aoi.facts.clone() };
        let (id, version) = (aoi.id, aoi.version);
        store.db.write(&officer("x"), move |tx| async move { amend(&tx, id, version, told).await }).await.unwrap();

        // Aoi moves out, Hinata is not in the file.
        let later: String = sample()
            .lines()
            .filter(|l| !l.contains("1000003"))
            .map(|l| {
                if l.starts_with("1000002") {
                    format!("{}2026-05-31,\n", l.strip_suffix(',').unwrap())
                } else {
                    format!("{l}\n")
                }
            })
            .collect();
        let report = taken(&store, &later, options()).await;
        assert_eq!(counts(&report), (0, 1, 2, 1));
        let hinata = numbered(&store, "1000003").await;
        assert_eq!(report.missing, [hinata.id], "who is missing is named and stays");
        let aoi = numbered(&store, "1000002").await;
        assert_eq!((aoi.moved_out, aoi.id), (Some(day("2026-05-31")), id));
        assert_eq!(aoi.phone, Some("0247-72-2111".parse().unwrap()));
        let part = taken(&store, &later, Options { whole: false, ..options() }).await;
        assert_eq!(counts(&part), (0, 0, 3, 0), "a file of changes misses nobody");
    })
    .await;
}

#[test]
fn english_headings_and_a_byte_order_mark_are_read_alike() {
    let english = "\u{feff}register_number,family_name,given_name,birth,extra\n7,見本,一,2000-01-01,x\n";
    let register = read(english).unwrap();
    assert_eq!((register.entries.len(), register.ignored), (1, vec!["extra".to_owned()]));
    assert_eq!(register.entries[0].name.full(), "見本　一");
    assert_eq!(register.entries[0].name.family(), Some("見本"));
    let undivided = read("宛名番号,氏名\n7,MIHON MARIA LUISA\n").unwrap();
    assert_eq!((undivided.entries[0].name.full(), undivided.entries[0].name.family()), ("MIHON MARIA LUISA", None));
}

#[test]
fn every_wrong_cell_is_named_by_line_and_column() {
    let wrong = "宛名番号,世帯番号,続柄,氏名,氏名フリガナ,生年月日,性別,郵便番号,地区\n\
                 1,9,世帯主,見本　一,みほん　はじめ,令和8年2月30日,x,963,どこか\n\
                 1,9,世帯主,\u{202E}見本,,,,,\n\
                 短い行\n\
                 あ,,,見本　二,,,,,\n";
    assert_eq!(
        told(wrong),
        [
            "register.csv:2: 「地区」の列：町の地区の一覧（wards.toml）にありません",
            "register.csv:2: 「性別」の列：男・女、または空のままにしてください",
            "register.csv:2: 「氏名フリガナ」の列：全角カタカナで書いてください",
            "register.csv:2: 「生年月日」の列：日付を読み取れません。2026-04-01 や 令和8年4月1日 のように書いてください",
            "register.csv:2: 「郵便番号」の列：7桁の数字で書いてください",
            "register.csv:3: 「氏名」の列：氏名がないか、使えない文字（見えない文字など）があります",
            "register.csv:4: 列の数が違います（見出し 9 列、この行 1 列）",
            "register.csv:5: 「宛名番号」の列：半角の数字と英字で、30字までで書いてください",
        ]
    );
    let twice = "宛名番号,世帯番号,続柄,氏名\n1,9,世帯主,見本　一\n1,9,世帯主,見本　二\n";
    assert_eq!(
        told(twice),
        [
            "register.csv:3: 「宛名番号」の列：2行目と同じ番号です",
            "register.csv:3: 「続柄」の列：2行目の人も、同じ世帯の世帯主です",
        ]
    );
}

#[test]
fn a_file_that_is_no_register_is_refused_in_words() {
    assert!(told("")[0].contains("「宛名番号」の列がありません"));
    assert!(told("宛名番号\n1\n")[0].contains("「氏名」の列"));
    assert!(told("宛名番号,氏名\n")[0].contains("人の行がひとつもありません"));
    assert!(told("宛名番号,氏名,氏名\n1,a,b\n")[0].contains("二つあります"));
    assert!(told("宛名番号,氏名,個人番号\n1,見本　一,1\n")[0].contains("マイナンバー"));
    let bytes = register::read("r.csv", b"a,b\n1,\xff\n", &ono().wards).unwrap_err();
    assert!(bytes[0].to_string().starts_with("r.csv:2: 文字コードが UTF-8 ではありません"));
}

#[tokio::test]
async fn the_answer_says_how_fresh_it_is() {
    both(|store| async move {
        let source = ImportedRegister { stale_after_days: 3 };
        let nobody: PersonId = "01900000-0000-7000-8000-0000000000ff".parse().unwrap();
        assert_eq!(source.person(&store.db, nobody, MORNING).await, Answer::Unavailable);
        taken(&store, &sample(), options()).await;
        let taro = numbered(&store, "1000001").await;
        let ask = async |at: Moment| source.person(&store.db, taro.id, at).await;
        assert_eq!(ask(MORNING.plus_days(3)).await, Answer::Fresh(Some(taro.clone())));
        assert_eq!(ask(MORNING.plus_days(3).plus_seconds(1)).await, Answer::StaleSince(Some(taro.clone()), MORNING));
        assert_eq!(source.person(&store.db, nobody, MORNING).await, Answer::Fresh(None));
    })
    .await;
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = register::read("r.csv", &bytes, &town::Wards::default());
    }

    #[test]
    fn a_name_that_is_accepted_is_the_name_that_was_written(name in "[一-龠ぁ-ん々髙﨑\u{E0100}\u{FA19}]{1,8}(　[一-龠ぁ-ん]{1,4})?") {
        let text = format!("宛名番号,氏名\n1,{name}\n");
        if let Ok(register) = register::read("r.csv", text.as_bytes(), &town::Wards::default()) {
            prop_assert_eq!(register.entries[0].name.full(), name);
        }
    }
}
