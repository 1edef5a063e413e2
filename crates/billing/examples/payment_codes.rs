//! Writes payment codes and bank files with what was put into them, and reads what others wrote, one
//! JSON object a line: for `proofs/payments/run`, which holds them against readers of its own.
//!
//! * `payment_codes write COUNT`: cases of every format, drawn from a fixed seed
//! * `payment_codes read`: answers each line `{"format": …, "text" or "hex": …}` with what it says, or why
//!   it is refused

use billing::formats::barcode::Bars;
use billing::formats::el_qr::ElQr;
use billing::formats::gs1_128::StoreCode;
use billing::formats::pay_easy::PayEasy;
use billing::formats::zengin::debit::{Debit, DebitFile, DebitResult};
use billing::formats::zengin::transfer::{Transfer, TransferFile, Way};
use billing::formats::zengin::{Account, AccountKind, BankText, Breaks, Header, MonthDay, Novelty};
use billing::formats::{Digits, FormatError};
use kernel::{Date, FiscalYear, Yen};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

type Failed = Box<dyn Error>;

fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", count] => write(count.parse()?),
        ["read"] => read(),
        _ => Err("usage: payment_codes write COUNT | payment_codes read".into()),
    }
}

fn write(count: u32) -> Result<(), Failed> {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let mut out = stdout().lock();
    for _ in 0..count {
        let el_qr = el_qr(&mut chance)?;
        writeln!(out, "{}", case("el_qr", &el_qr_fields(&el_qr), "text", el_qr.encode()?.into()))?;
        let store = store_code(&mut chance)?;
        let text = store.encode()?;
        let mut line = case("gs1_128", &store_fields(&store), "text", text.clone().into());
        line["widths"] = json!(Bars::of(&text)?.widths());
        line["lines"] = json!(store.lines()?);
        writeln!(out, "{line}")?;
        let breaks = if chance.below(2) == 0 { Breaks::None } else { Breaks::CrLf };
        for results in [false, true] {
            let file = debits(&mut chance, results)?;
            let format = if results { "debit_results" } else { "debit_request" };
            writeln!(out, "{}", case(format, &debit_fields(&file), "hex", hex(&file.encode(breaks)?).into()))?;
        }
        let file = transfers(&mut chance)?;
        writeln!(out, "{}", case("transfer", &transfer_fields(&file), "hex", hex(&file.encode(breaks)?).into()))?;
    }
    Ok(())
}

fn case(format: &str, fields: &Value, key: &str, code: Value) -> Value {
    let mut line = json!({ "format": format, "fields": fields });
    line[key] = code;
    line
}

fn read() -> Result<(), Failed> {
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let answer = answer(&line).unwrap_or_else(|wrong| json!({ "wrong": wrong.to_string() }));
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

fn answer(line: &Value) -> Result<Value, Failed> {
    let text = line["text"].as_str().unwrap_or_default();
    let file = || unhex(line["hex"].as_str().unwrap_or_default());
    let fields = match line["format"].as_str().unwrap_or_default() {
        "el_qr" => el_qr_fields(&ElQr::decode(text)?),
        "gs1_128" => store_fields(&StoreCode::decode(text)?),
        "pay_easy" => json!({ "text": PayEasy::decode(text)?.encode() }),
        "debit_request" => debit_fields(&DebitFile::read_request(&file()?)?),
        "debit_results" => debit_fields(&DebitFile::read_results(&file()?)?),
        "transfer" => transfer_fields(&TransferFile::read(&file()?)?),
        other => return Err(format!("there is no format {other}").into()),
    };
    Ok(json!({ "fields": fields }))
}

/// A row of numbers that is the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Result<T, Failed> {
        let at = self.below(from.len() as u64) as usize;
        from.get(at).copied().ok_or_else(|| "nothing to choose from".into())
    }

    fn digits<const N: usize>(&mut self) -> Result<Digits<N>, FormatError> {
        (0..N).map(|_| char::from(b'0' + self.below(10) as u8)).collect::<String>().parse()
    }

    fn date(&mut self) -> Result<Date, Failed> {
        let (month, day) = (1 + self.below(12) as i8, 1 + self.below(28) as i8);
        Ok(Date::new(2020 + self.below(60) as i16, month, day)?)
    }

    /// Small amounts as often as large ones.
    fn yen(&mut self, most: u64) -> Yen {
        let most = most.min(10_u64.pow(1 + self.below(11) as u32));
        Yen(1 + self.below(most) as i64)
    }

    fn name(&mut self, most: usize) -> Result<BankText, Failed> {
        let letters: Vec<char> = "アガンパヴョオッー09AZ (）－./，￥「」".chars().collect();
        let length = self.below(most as u64 + 4);
        let name: Result<String, Failed> = (0..length).map(|_| self.pick(&letters)).collect();
        Ok(BankText::fold(&name?)?.cut(most))
    }
}

fn el_qr(chance: &mut Chance) -> Result<ElQr, Failed> {
    Ok(ElQr {
        account: chance.digits()?,
        amount: chance.yen(99_999_999_999),
        tax_item: chance.digits()?,
        case_key: chance.digits()?,
        confirm: chance.digits()?,
        payee: chance.digits()?,
        office: chance.digits()?,
        levy_year: FiscalYear(2015 + chance.below(30) as i16),
        tax_year: FiscalYear(2015 + chance.below(30) as i16),
        term: chance.digits()?,
        due: chance.date()?,
        payable_until: chance.date()?,
    })
}

fn el_qr_fields(code: &ElQr) -> Value {
    json!({
        "account": code.account, "amount": code.amount.get(), "tax_item": code.tax_item, "case_key": code.case_key,
        "confirmation": code.confirm, "payee": code.payee, "office": code.office, "levy_year": code.levy_year.0,
        "tax_year": code.tax_year.0, "term": code.term, "due": code.due.to_string(),
        "payable_until": code.payable_until.to_string(),
    })
}

fn store_code(chance: &mut Chance) -> Result<StoreCode, Failed> {
    let until = if chance.below(5) == 0 { None } else { Some(chance.date()?) };
    Ok(StoreCode {
        issuer: chance.digits()?,
        free: chance.digits()?,
        reissued: chance.below(10) as u8,
        until,
        stamp: chance.below(2) == 1,
        amount: chance.yen(300_000),
    })
}

fn store_fields(code: &StoreCode) -> Value {
    json!({
        "issuer": code.issuer, "free": code.free, "reissued": code.reissued,
        "until": code.until.map(|date| date.to_string()), "stamp": code.stamp, "amount": code.amount.get(),
    })
}

fn header(chance: &mut Chance) -> Result<Header, Failed> {
    let account = match chance.below(3) {
        0 => None,
        _ => Some((chance.pick(AccountKind::DEBIT)?, chance.digits()?)),
    };
    Ok(Header {
        consignor: chance.digits()?,
        consignor_name: chance.name(40)?,
        day: MonthDay::of(chance.date()?),
        bank: chance.digits()?,
        bank_name: chance.name(15)?,
        branch: chance.digits()?,
        branch_name: chance.name(15)?,
        account,
    })
}

fn account(chance: &mut Chance, kinds: &[AccountKind]) -> Result<Account, Failed> {
    Ok(Account {
        bank: chance.digits()?,
        bank_name: chance.name(15)?,
        branch: chance.digits()?,
        branch_name: chance.name(15)?,
        kind: chance.pick(kinds)?,
        number: chance.digits()?,
    })
}

const NOVELTIES: [Novelty; 3] = [Novelty::First, Novelty::Changed, Novelty::Known];

fn debits(chance: &mut Chance, results: bool) -> Result<DebitFile, Failed> {
    let codes: Vec<char> = "0000123489".chars().collect();
    let header = header(chance)?;
    let row = |_| -> Result<Debit, Failed> {
        Ok(Debit {
            account: account(chance, AccountKind::DEBIT)?,
            name: chance.name(30)?,
            amount: chance.yen(9_999_999_999),
            novelty: chance.pick(&NOVELTIES)?,
            customer: chance.digits()?,
            result: if results { DebitResult::of_code(chance.pick(&codes)?) } else { None },
        })
    };
    Ok(DebitFile { header, rows: (0..8).map(row).collect::<Result<_, _>>()? })
}

fn transfers(chance: &mut Chance) -> Result<TransferFile, Failed> {
    let header = header(chance)?;
    let row = |_| -> Result<Transfer, Failed> {
        Ok(Transfer {
            account: account(chance, AccountKind::TRANSFER)?,
            name: chance.name(30)?,
            amount: chance.yen(9_999_999_999),
            novelty: chance.pick(&NOVELTIES)?,
            customer: chance.digits()?,
            matter: chance.digits()?,
            way: chance.pick(&[Way::Wire, Way::Letter])?,
        })
    };
    Ok(TransferFile { header, rows: (0..8).map(row).collect::<Result<_, _>>()? })
}

fn header_fields(header: &Header, kind: &str) -> Value {
    let own = header.account.as_ref();
    json!({
        "kind": kind, "consignor": header.consignor, "consignor_name": header.consignor_name.as_str(),
        "day": header.day.to_string(), "bank": header.bank, "bank_name": header.bank_name.as_str(),
        "branch": header.branch, "branch_name": header.branch_name.as_str(),
        "account_kind": own.map(|(kind, _)| kind.code().to_string()), "account": own.map(|(_, number)| number),
    })
}

fn account_fields(account: &Account, name: &BankText, amount: Yen, novelty: Novelty) -> Value {
    json!({
        "bank": account.bank, "bank_name": account.bank_name.as_str(), "branch": account.branch,
        "branch_name": account.branch_name.as_str(), "account_kind": account.kind.code().to_string(),
        "account": account.number, "name": name.as_str(), "amount": amount.get(),
        "new": match novelty { Novelty::First => "1", Novelty::Changed => "2", Novelty::Known => "0" },
    })
}

fn debit_fields(file: &DebitFile) -> Value {
    let rows = file.rows.iter().map(|row| {
        let mut fields = account_fields(&row.account, &row.name, row.amount, row.novelty);
        fields["customer"] = json!(row.customer);
        fields["result"] = json!(row.result.map_or('0', DebitResult::code).to_string());
        fields
    });
    json!({ "header": header_fields(&file.header, "91"), "rows": rows.collect::<Vec<_>>() })
}

fn transfer_fields(file: &TransferFile) -> Value {
    let rows = file.rows.iter().map(|row| {
        let mut fields = account_fields(&row.account, &row.name, row.amount, row.novelty);
        fields["customer_1"] = json!(row.customer);
        fields["customer_2"] = json!(row.matter);
        fields["way"] = json!(if row.way == Way::Wire { "7" } else { "8" });
        fields
    });
    json!({ "header": header_fields(&file.header, "21"), "rows": rows.collect::<Vec<_>>() })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Result<Vec<u8>, Failed> {
    let byte = |pair: &[u8]| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?);
    text.as_bytes().chunks(2).map(byte).collect()
}
