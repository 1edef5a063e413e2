//! The fictional town mends its forms in the browser: one procedure has a new version, decided and
//! published; another lies on the bench, half done.

use super::form;
use super::matters::StepClock;
use super::visitor::Visitor;
use crate::failure::Failure;
use kernel::Clock;
use store::jobs;
use town::demo::DemoAccount;
use web::House;

/// Who writes and who decides, by the key of the sign-in.
const WRITER: &str = "madoka";
const DECIDERS: [&str; 2] = ["ayumu", "tadashi"];

/// A part of a procedure that is written anew.
struct Change {
    procedure: &'static str,
    /// The page of the editor, behind the draft.
    part: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

const PUBLISHED: Change = Change {
    procedure: "bulky_waste",
    part: "pages/carry_out/questions/carry_out",
    fields: &[
        (
            "help-ja",
            "玄関の前や、収集の車が止まれる道の近くまで出せるかを聞いています。ひとりで持てない大きなものは、無理をせず「難しい」を選んでください。",
        ),
        (
            "help-easy",
            "｜家《いえ》の ｜前《まえ》まで ｜出《だ》せるか ｜聞《き》いています。｜重《おも》い ものは 「むずかしい」を えらんでください。",
        ),
        (
            "help-en",
            "We ask whether you can bring it to your door or near a road where the lorry can stop. If it is too heavy for one person, choose \"No\".",
        ),
    ],
};

const WHY: &str = "「運び出せますか」の意味が分からないという問い合わせがあったため（見本）";

const ON_THE_BENCH: Change = Change {
    procedure: "household_change",
    part: "guide",
    fields: &[(
        "summary-ja",
        "世帯主が変わったとき、世帯を分けたとき、世帯を一緒にしたときの届け出。（見本：書きかけの案です）",
    )],
};

/// Plays both; nothing where the town has neither the procedures nor the people.
pub(super) async fn play(house: &House, clock: &StepClock, accounts: &[DemoAccount]) -> Result<(), Failure> {
    let has = |change: &Change| house.town.folder.has(&format!("procedures/{}.toml", change.procedure));
    let account = |key: &str| accounts.iter().find(|a| a.key == key);
    let deciders: Vec<&DemoAccount> = DECIDERS.iter().filter_map(|key| account(key)).collect();
    let Some(writer) = account(WRITER).filter(|_| has(&PUBLISHED) && has(&ON_THE_BENCH)) else { return Ok(()) };
    let bench = Bench { house, clock, writer };
    bench.publish(&deciders).await?;
    bench.until_open(10);
    bench.write(&ON_THE_BENCH).await?;
    Ok(())
}

struct Bench<'a> {
    house: &'a House,
    clock: &'a StepClock,
    writer: &'a DemoAccount,
}

impl Bench<'_> {
    /// Takes a procedure up and writes a part of it anew.
    async fn write(&self, change: &Change) -> Result<Visitor, Failure> {
        let writer = Visitor::signed_in(self.house, self.writer).await?;
        let one = format!("/desk/procedures/{}", change.procedure);
        writer.fill(&one, &format!("{one}/begin"), &[]).await?;
        let part = format!("{one}/draft/{}", change.part);
        writer.fill(&part, &part, change.fields).await?;
        Ok(writer)
    }

    async fn publish(&self, deciders: &[&DemoAccount]) -> Result<(), Failure> {
        self.until_open(9);
        let writer = self.write(&PUBLISHED).await?;
        let from = self.clock.now().plus_days(7).date();
        let (year, month, date) = (from.year().to_string(), from.month().to_string(), from.day().to_string());
        let send = format!("/desk/procedures/{}/draft/publish", PUBLISHED.procedure);
        let wish =
            [("from-era", "ad"), ("from-year", &*year), ("from-month", &*month), ("from-day", &*date), ("why", WHY)];
        let sent = writer.fill(&send, &send, &wish).await?;
        let page = writer.read(&sent).await?;
        let Some(approval) = form::links(&page, "/desk/approvals/").into_iter().next() else { return Ok(()) };
        for decider in deciders {
            self.until_open(14);
            let path = format!("/desk/approvals/{approval}");
            let decider = Visitor::signed_in(self.house, decider).await?;
            decider.fill(&path, &format!("{path}/approve"), &[]).await?;
            self.work().await?;
        }
        Ok(())
    }

    fn until_open(&self, hour: i64) {
        self.clock.until_open(self.house.town.calendar.main(), hour);
    }

    async fn work(&self) -> Result<(), Failure> {
        self.clock.pass(60);
        jobs::run_due(&self.house.db, &self.house.workers(), self.clock).await?;
        Ok(())
    }
}
