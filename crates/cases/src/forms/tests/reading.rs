//! Mistakes in a procedure file are named with their line.

use super::*;

fn lines(pages: &str) -> Vec<(usize, String)> {
    let head = HEAD.lines().count();
    read(&source(pages)).unwrap_err().into_iter().map(|p| (p.line.unwrap_or_default() - head, p.message)).collect()
}

#[test]
fn each_problem_has_its_line() {
    let found = lines(
        r#"[[page]]
key = "p"
[[page.question]]
key = "q"
LABEL
type = "number"
min = 5
max = 2
[[page]]
key = "r"
when = 'qq > 3'
[[page.question]]
key = "q"
LABEL
type = "text"
options = []
"#,
    );
    let at: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().any(|(line, m)| *line == 7 && m.contains("min")), "{found:?}");
    assert!(found.iter().any(|(line, m)| *line == 11 && m.contains("「qq」")), "{found:?}");
    assert!(found.iter().any(|(line, m)| *line == 13 && m.contains("二度")), "{found:?}");
    assert!(found.iter().any(|(line, m)| *line == 16 && m.contains("options")), "{at:?}");
}

#[test]
fn a_name_that_does_not_exist_is_named() {
    let found = lines("[[page]]\nkey = \"p\"\n[[page.question]]\nkey = \"q\"\nlabl = \"x\"\n");
    assert_eq!(found[0].0, 5);
    assert!(found[0].1.contains("labl"), "{found:?}");
}

#[test]
fn a_condition_looks_only_backwards() {
    let two = |first: &str, second: &str| {
        format!(
            "[[page]]\nkey = \"a\"\n{first}\n[[page.question]]\nkey = \"x\"\nLABEL\ntype = \"consent\"\n\
             [[page]]\nkey = \"b\"\n{second}\n[[page.question]]\nkey = \"y\"\nLABEL\ntype = \"consent\"\n"
        )
    };
    assert!(problems(&two("when = 'y'", ""))[0].contains("これより前に"));
    assert!(problems(&two("when = 'x'", ""))[0].contains("これより前に"));
    assert_eq!(form(&two("", "when = 'x'")).pages.len(), 2);
    assert!(
        problems(&two("", "when = 'today > \"2026-01-01\"'"))[0].contains("today"),
        "what is asked does not change overnight"
    );
}

#[test]
fn a_question_cannot_depend_on_its_own_page() {
    let page = "[[page]]\nkey = \"a\"\ntitle = { ja = \"あ\", easy = \"あ\", en = \"A\" }\n\
                [[page.question]]\nkey = \"x\"\nLABEL\ntype = \"consent\"\n\
                [[page.question]]\nkey = \"y\"\nwhen = 'x'\nLABEL\ntype = \"consent\"\n";
    assert!(problems(page)[0].contains("これより前に"));
}

#[test]
fn a_page_is_one_idea() {
    let two = "[[page]]\nkey = \"a\"\n[[page.question]]\nkey = \"x\"\nLABEL\ntype = \"consent\"\n[[page.question]]\nkey = \"y\"\nLABEL\ntype = \"consent\"\n";
    assert!(problems(two)[0].contains("title"));
    assert!(problems("[[page]]\nkey = \"a\"\n")[0].contains("質問がありません"));
    assert!(problems("")[0].contains("ページがありません"));
}

#[test]
fn rows_stay_plain_and_bounded() {
    let group = |row: &str, max: &str| {
        format!(
            "[[page]]\nkey = \"a\"\n[[page.question]]\nkey = \"x\"\nLABEL\ntype = \"group\"\n{max}\n[[page.question.row]]\nkey = \"y\"\nLABEL\n{row}\n"
        )
    };
    assert!(problems(&group("type = \"file\"", ""))[0].contains("くり返し"));
    assert!(problems(&group("type = \"consent\"\nwhen = 'x'", ""))[0].contains("くり返し"));
    assert!(problems(&group("type = \"consent\"", "max = 21"))[0].contains("20"));
    assert_eq!(form(&group("type = \"consent\"", "max = 20")).pages.len(), 1);
}

#[test]
fn a_matter_of_somebody_else_has_no_form() {
    let head = HEAD.replace(
        "desk = \"health\"\n",
        "not_the_town = { who = { ja = \"県\", easy = \"けん\", en = \"Prefecture\" }, phone = \"0248-75-7813\" }\n",
    );
    let procedure = read(&Source::new("procedures/demo.toml", &head)).unwrap();
    assert_eq!(procedure.elsewhere().unwrap().phone, "0248-75-7813");
    assert!(procedure.matter().is_none());
    let wrong = read(&Source::new("procedures/demo.toml", head.replace("0248-75-7813", "75-7813"))).unwrap_err();
    assert!(wrong[0].message.contains("電話番号"));
}

#[test]
fn the_head_of_the_file_is_checked_too() {
    let page =
        "[[page]]\nkey = \"p\"\n[[page.question]]\nkey = \"q\"\nLABEL\ntype = \"consent\"\n".replace("LABEL", LABEL);
    let changed = |from: &str, to: &str| {
        let text = format!("{}{page}", HEAD.replace(from, to));
        read(&Source::new("procedures/demo.toml", text)).map(|_| String::new()).unwrap_or_else(|p| p[0].to_string())
    };
    assert_eq!(changed("x", "x"), "");
    assert!(changed("key = \"demo\"", "key = \"other\"").contains("procedures/demo.toml:2: ファイルの名前"));
    assert!(changed("easy = \"ためし\", en = \"Trial\"", "en = \"Trial\"").contains("easy の文がありません"));
    assert!(changed("verified = false", "verified = true").contains("sources"));
    assert!(changed("desk = \"health\"\n", "").contains("「desk」がありません"));
    assert!(changed("outcome = \"none\"", "outcome = \"nothing\"").contains("nothing"));
    assert!(changed("outcome = \"none\"", "outcome = \"none\"\nfee_times = \"q\"").contains("数を入れる質問"));
    assert!(changed("2026-04-01", "2026-04-01\neffective_until = 2026-03-31").contains("終わりの日"));
    assert!(changed("2026-04-01", "\"令和8年\"").contains("日付"));
}

#[test]
fn a_file_of_noise_gives_a_problem_and_no_panic() {
    for text in ["", "\0", "key = ", "[[page]]", "page = 3", "key = \"demo\"\nversion = 99999999999"] {
        assert!(read(&Source::new("procedures/demo.toml", text)).is_err(), "{text:?}");
    }
}

#[test]
fn what_is_taken_once_and_who_else_signs_is_checked_with_the_rest() {
    let pages = "[[page]]\nkey = \"p\"\n[[page.question]]\nkey = \"q\"\nLABEL\ntype = \"text\"\n\
                 [[page]]\nkey = \"r\"\n[[page.question]]\nkey = \"f\"\nLABEL\ntype = \"file\"\n\
                 [[page]]\nkey = \"s\"\n[[page.question]]\nkey = \"o\"\nLABEL\ntype = \"text\"\nrequired = false\n";
    let who = r#"{ ja = "親", easy = "おや", en = "Parent" }"#;
    let read_with = |line: &str| read(&source(&format!("{line}\n{pages}")));
    for good in [
        "once = { per = \"household\", every = \"fiscal_year\" }".to_owned(),
        "once = { per = \"applicant\", every = \"ever\" }".to_owned(),
        "once = { per = \"answer:q\", every = \"ever\" }".to_owned(),
        format!("cosign = {{ who = {who}, when = 'q == \"x\"' }}"),
    ] {
        assert!(read_with(&good).is_ok(), "{good}: {:?}", read_with(&good).err());
    }
    for (wrong, why) in [
        ("once = { per = \"town\", every = \"ever\" }".to_owned(), "per は"),
        ("once = { per = \"answer:none\", every = \"ever\" }".to_owned(), "という質問はありません"),
        ("once = { per = \"answer:q+f\", every = \"ever\" }".to_owned(), "くらべられません"),
        ("once = { per = \"answer:o\", every = \"ever\" }".to_owned(), "必ず答える"),
        ("once = { per = \"applicant\", every = \"week\" }".to_owned(), "week"),
        (format!("cosign = {{ who = {who}, when = 'nobody == \"x\"' }}"), "nobody"),
        ("cosign = { who = { ja = \"親\", easy = \"\", en = \"x\" } }".to_owned(), "easy"),
    ] {
        let found = read_with(&wrong).unwrap_err();
        assert!(found.iter().any(|p| p.message.contains(why)), "{wrong}: {found:?}");
    }
}
