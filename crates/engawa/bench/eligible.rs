//! Whom a rule finds: reading the whole register, and going through it with each rule of the town.

use crate::Res;
use crate::figures::{Figure, Report, Times};
use kernel::fiscal::FiscalYear;
use people::selection::{Basis, Question, Recipient, Rule, School, Who, census, choose};
use std::time::Instant;
use web::House;

/// Passes of each kind.
const PASSES: usize = 40;

fn rules() -> [(&'static str, Rule); 4] {
    let rule = |who, recipient| Rule { who, recipient };
    [
        ("turns one, guardian", rule(Who::Turns(vec![1]), Recipient::Guardian)),
        ("enters school, guardian", rule(Who::Enters(School::Elementary), Recipient::Guardian)),
        ("turns 75", rule(Who::Turns(vec![75]), Recipient::Person)),
        ("households of 65 and over", rule(Who::HouseholdAged { from: 65, on: Basis::Start }, Recipient::Head)),
    ]
}

/// The reading alone, then reading and choosing by each rule.
pub(crate) async fn measure(house: &House, report: &mut Report) -> Res<()> {
    let (mut reading, began) = (Times::default(), Instant::now());
    let mut people = 0;
    for _ in 0..PASSES {
        let from = Instant::now();
        people = census(&house.db).await?.len();
        reading.each.push(from.elapsed());
    }
    reading.whole = began.elapsed();
    report.add(Figure::took(format!("the register of {people} read for a selection"), &reading));
    let day = house.now().date();
    for (name, rule) in rules() {
        let question = Question { rule: &rule, year: FiscalYear::of(day), wards: &[], day };
        let (mut times, began, mut found) = (Times::default(), Instant::now(), (0, 0));
        for _ in 0..PASSES {
            let from = Instant::now();
            let choice = choose(&census(&house.db).await?, question);
            times.each.push(from.elapsed());
            found = (choice.chosen.len(), choice.left_out.len());
        }
        times.whole = began.elapsed();
        let note = format!("{} chosen, {} left out with a reason", found.0, found.1);
        report.add(Figure::took(format!("selection over the whole register: {name}"), &times).note(note));
    }
    Ok(())
}
