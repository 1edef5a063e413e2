//! The check of a condition against the questions that it may look at.

use std::collections::{BTreeMap, BTreeSet};

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, SelectExpr, operators};

use kernel::Date;

/// What kind of thing a name or a part of a condition stands for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::forms) enum Sort {
    Truth,
    Whole,
    Words,
    Day,
    /// An address: its parts by name.
    Place,
    /// One of these values.
    OneOf(Vec<String>),
    /// Some of these values.
    SomeOf(Vec<String>),
    /// A list of which only the size matters (files, persons).
    Count,
    /// Rows of a repeating group: the questions of a row.
    Rows(BTreeMap<String, Sort>),
    /// One row.
    Row(BTreeMap<String, Sort>),
    /// `null`
    Nothing,
    /// A text written in the condition.
    Literal(String),
    /// A list written in the condition.
    Literals(Vec<String>),
}

/// The parts of an address that a condition may name.
pub(in crate::forms) const PLACE_PARTS: [&str; 6] = ["postcode", "prefecture", "city", "area", "rest", "building"];

/// The names that a condition may use.
#[derive(Debug, Clone, Default)]
pub(in crate::forms) struct Scope(BTreeMap<String, Sort>);

impl Scope {
    pub(in crate::forms) fn set(&mut self, name: &str, sort: Sort) {
        self.0.insert(name.to_owned(), sort);
    }
}

/// Checks that the expression is a yes or no about known names; returns the names.
pub(super) fn check(expression: &IdedExpr, scope: &Scope) -> Result<BTreeSet<String>, String> {
    let mut reader = Reader { scope, row: None, reads: BTreeSet::new() };
    match reader.sort(expression, 0)? {
        Sort::Truth => Ok(reader.reads),
        _ => Err("条件が「はい」か「いいえ」になりません".to_owned()),
    }
}

struct Reader<'a> {
    scope: &'a Scope,
    /// The name of the row inside `exists` or `all`, and what it is.
    row: Option<(String, Sort)>,
    reads: BTreeSet<String>,
}

type Sorted = Result<Sort, String>;

impl Reader<'_> {
    fn sort(&mut self, expression: &IdedExpr, depth: usize) -> Sorted {
        if depth > super::MAX_DEPTH {
            return Err(format!("条件が深すぎます（{}段まで）", super::MAX_DEPTH));
        }
        match &expression.expr {
            Expr::Literal(value) => literal(value),
            Expr::Ident(name) => self.name(name),
            Expr::List(list) => list_of_texts(&list.elements),
            Expr::Select(select) => self.part(select, depth),
            Expr::Call(call) => self.call(call, depth),
            Expr::Comprehension(each) => self.each(each, depth),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Err("条件の中で { } は使えません".to_owned()),
        }
    }

    fn name(&mut self, name: &str) -> Sorted {
        if let Some((row, sort)) = &self.row
            && row == name
        {
            return Ok(sort.clone());
        }
        let sort = self.scope.0.get(name).ok_or_else(|| {
            format!("「{name}」という質問は、これより前にありません（条件は前の質問だけを見られます）")
        })?;
        self.reads.insert(name.to_owned());
        Ok(sort.clone())
    }

    fn part(&mut self, select: &SelectExpr, depth: usize) -> Sorted {
        if select.test {
            return Err("has(x) のかわりに x != null と書いてください".to_owned());
        }
        match self.sort(&select.operand, depth + 1)? {
            Sort::Place if PLACE_PARTS.contains(&select.field.as_str()) => Ok(Sort::Words),
            Sort::Row(fields) => fields
                .get(&select.field)
                .cloned()
                .ok_or_else(|| format!("くり返しの中に「{}」という質問はありません", select.field)),
            _ => Err(format!("「.{}」という部分はありません", select.field)),
        }
    }

    fn call(&mut self, call: &CallExpr, depth: usize) -> Sorted {
        let mut given = Vec::with_capacity(call.args.len() + 1);
        if let Some(target) = &call.target {
            given.push(self.sort(target, depth + 1)?);
        }
        for argument in &call.args {
            given.push(self.sort(argument, depth + 1)?);
        }
        match (call.func_name.as_str(), call.target.is_some(), given.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR, false, all) => truths(all),
            (operators::LOGICAL_NOT, false, [a]) => truths(std::slice::from_ref(a)),
            (operators::EQUALS | operators::NOT_EQUALS, false, [a, b]) => same(a, b),
            (
                operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
                false,
                [a, b],
            ) => ordered(a, b),
            (operators::ADD | operators::SUBSTRACT, false, [Sort::Whole, Sort::Whole])
            | (operators::NEGATE, false, [Sort::Whole]) => Ok(Sort::Whole),
            (operators::IN, false, [a, b]) => within(a, b),
            (operators::CONDITIONAL, false, [Sort::Truth, Sort::Truth, Sort::Truth]) => Ok(Sort::Truth),
            (operators::CONDITIONAL, false, [Sort::Truth, Sort::Whole, Sort::Whole]) => Ok(Sort::Whole),
            ("size", _, [one]) => size(one),
            ("contains" | "startsWith" | "endsWith", true, [Sort::Words, Sort::Literal(_)]) => Ok(Sort::Truth),
            ("age", false, [a, b]) if day_like(a) && day_like(b) => Ok(Sort::Whole),
            (other, ..) => Err(format!("「{other}」はここでは使えません")),
        }
    }

    /// `rows.exists(r, …)` and `rows.all(r, …)`, told by what the parser makes of them: their
    /// accumulator starts as true or false, that of `map`, `filter`, `exists_one` does not.
    fn each(&mut self, each: &ComprehensionExpr, depth: usize) -> Sorted {
        if self.row.is_some() {
            return Err("exists と all は、重ねて使えません".to_owned());
        }
        let starts_true_or_false = matches!(each.accu_init.expr, Expr::Literal(LiteralValue::Boolean(_)));
        if !starts_true_or_false || each.iter_var2.is_some() {
            return Err("くり返しの中を見るときは exists(r, …) か all(r, …) だけが使えます".to_owned());
        }
        let Expr::Ident(rows) = &each.iter_range.expr else {
            return Err("exists と all は、くり返しの質問だけに使えます".to_owned());
        };
        let Sort::Rows(fields) = self.name(rows)? else {
            return Err(format!("「{rows}」はくり返しの質問ではありません"));
        };
        let Expr::Call(step) = &each.loop_step.expr else {
            return Err("条件として読めません".to_owned());
        };
        // The step is `@result || body` or `@result && body`, which the parser may have balanced.
        self.row = Some((each.iter_var.clone(), Sort::Row(fields)));
        let sorted = self.steps(&step.args, &each.accu_var, depth + 1);
        self.row = None;
        sorted
    }

    fn steps(&mut self, steps: &[IdedExpr], accumulator: &str, depth: usize) -> Sorted {
        for step in steps {
            if matches!(&step.expr, Expr::Ident(name) if name == accumulator) {
                continue;
            }
            truths(&[self.sort(step, depth)?])?;
        }
        Ok(Sort::Truth)
    }
}

fn literal(value: &LiteralValue) -> Sorted {
    match value {
        LiteralValue::Boolean(_) => Ok(Sort::Truth),
        LiteralValue::Int(_) => Ok(Sort::Whole),
        LiteralValue::Null => Ok(Sort::Nothing),
        LiteralValue::String(text) => Ok(Sort::Literal(text.inner().to_owned())),
        LiteralValue::Double(_) | LiteralValue::UInt(_) | LiteralValue::Bytes(_) => {
            Err("使える値は、整数、文字、true、false、null だけです".to_owned())
        }
    }
}

fn list_of_texts(elements: &[IdedExpr]) -> Sorted {
    let texts = elements.iter().map(|element| match &element.expr {
        Expr::Literal(LiteralValue::String(text)) => Ok(text.inner().to_owned()),
        _ => Err("[ ] の中は文字だけにしてください".to_owned()),
    });
    texts.collect::<Result<Vec<_>, _>>().map(Sort::Literals)
}

fn truths(given: &[Sort]) -> Sorted {
    if given.iter().all(|sort| *sort == Sort::Truth) {
        Ok(Sort::Truth)
    } else {
        Err("&&、||、! は「はい・いいえ」だけをつなげます".to_owned())
    }
}

fn same(a: &Sort, b: &Sort) -> Sorted {
    match (a, b) {
        (Sort::Nothing, _) | (_, Sort::Nothing) => Ok(Sort::Truth),
        (Sort::OneOf(values), Sort::Literal(text)) | (Sort::Literal(text), Sort::OneOf(values)) => choice(values, text),
        (Sort::Day, Sort::Literal(text)) | (Sort::Literal(text), Sort::Day) => written_day(text),
        (Sort::Words, Sort::Literal(_)) | (Sort::Literal(_), Sort::Words) => Ok(Sort::Truth),
        (Sort::OneOf(_), Sort::OneOf(_)) => Ok(Sort::Truth),
        (a, b) if a == b && matches!(a, Sort::Truth | Sort::Whole | Sort::Words | Sort::Day) => Ok(Sort::Truth),
        _ => Err("種類の違うものをくらべています".to_owned()),
    }
}

fn ordered(a: &Sort, b: &Sort) -> Sorted {
    match (a, b) {
        (Sort::Whole, Sort::Whole) | (Sort::Day, Sort::Day) => Ok(Sort::Truth),
        (Sort::Day, Sort::Literal(text)) | (Sort::Literal(text), Sort::Day) => written_day(text),
        _ => Err("< と > は、数どうし、日付どうしをくらべます".to_owned()),
    }
}

fn within(a: &Sort, b: &Sort) -> Sorted {
    match (a, b) {
        (Sort::Literal(text), Sort::SomeOf(values)) => choice(values, text),
        (Sort::OneOf(values), Sort::Literals(texts)) => {
            texts.iter().try_for_each(|text| choice(values, text).map(|_| ()))?;
            Ok(Sort::Truth)
        }
        (Sort::Words, Sort::Literals(_)) => Ok(Sort::Truth),
        _ => Err("in は、選んだものの中にあるかどうかを聞くときに使います".to_owned()),
    }
}

fn size(of: &Sort) -> Sorted {
    match of {
        Sort::SomeOf(_) | Sort::Count | Sort::Rows(_) | Sort::Words => Ok(Sort::Whole),
        _ => Err("これには size が使えません".to_owned()),
    }
}

fn choice(values: &[String], text: &str) -> Sorted {
    if values.iter().any(|value| value == text) {
        Ok(Sort::Truth)
    } else {
        Err(format!("「{text}」という選択肢はありません。あるもの: {}", values.join("、")))
    }
}

fn written_day(text: &str) -> Sorted {
    // jiff also reads longer forms; here the text must equal what a day is compared as.
    match text.parse::<Date>() {
        Ok(day) if day.to_string() == text => Ok(Sort::Truth),
        _ => Err(format!("「{text}」は日付ではありません。2026-04-01 のように書いてください")),
    }
}

fn day_like(sort: &Sort) -> bool {
    match sort {
        Sort::Day => true,
        Sort::Literal(text) => written_day(text).is_ok(),
        _ => false,
    }
}
