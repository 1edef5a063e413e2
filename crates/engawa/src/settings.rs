//! The settings of those who keep the program running: where files and copies are kept, when
//! copies are taken and tried, what stands before the program and what it tells machines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use std::net::{SocketAddr, ToSocketAddrs};
use std::str::FromStr;
use store::DatabaseUrl;
use store::backup::Keep;
use web::{Proxies, Range};

/// Where files and copies are kept. `s3://BUCKET/PREFIX` is any store that speaks S3; address and
/// keys of it come from the environment that its own tools read: `AWS_ENDPOINT_URL`, `AWS_REGION`,
/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ALLOW_HTTP`.
#[derive(Debug, Clone, Default, Args)]
pub struct Keeping {
    /// Files of applications and papers: a folder, or s3://BUCKET/PREFIX with AWS_… in the environment
    /// [default: blobs in the data folder] (ファイルの場所)
    #[arg(long, env = "ENGAWA_BLOBS", value_name = "PLACE", global = true)]
    pub blobs: Option<String>,
    /// Place of copies, on another disk or machine: a folder, or s3://BUCKET/PREFIX (控えの場所)
    #[arg(long, env = "ENGAWA_BACKUP_TO", value_name = "PLACE", global = true)]
    pub backup_to: Option<String>,
}

/// When copies are taken and tried.
#[derive(Debug, Clone, Args)]
pub struct UpkeepTimes {
    /// When a copy is taken each day, Japanese time (控えを取る時刻)
    #[arg(long, env = "ENGAWA_BACKUP_AT", value_name = "HH:MM", default_value = "02:30")]
    pub backup_at: TimeOfDay,
    /// How many copies stay: of days, weeks, months (残す控えの数)
    #[arg(long, env = "ENGAWA_BACKUP_KEEP", value_name = "D,W,M", default_value = "7,5,12")]
    pub backup_keep: Keep,
    /// Days between two drills that restore the newest copy into a scratch database; 0 for none
    /// (戻す練習の間隔)
    #[arg(long, env = "ENGAWA_DRILL_DAYS", value_name = "DAYS", default_value_t = 7)]
    pub drill_days: u16,
}

impl Default for UpkeepTimes {
    fn default() -> Self {
        Self { backup_at: TimeOfDay { hour: 2, minute: 30 }, backup_keep: Keep::default(), drill_days: 7 }
    }
}

/// An hour and minute of every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (hour, minute) = text.split_once(':')?;
            let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(Self { hour, minute })
        };
        read().ok_or_else(|| "a time of day is written as 02:30".to_owned())
    }
}

/// What stands before the program, and what it tells machines.
#[derive(Debug, Clone, Default, Args)]
pub struct Watching {
    /// A proxy on this machine stands before the program: believe its X-Forwarded-For
    /// (同じ機械のプロキシの後ろで動かす)
    #[arg(long, env = "ENGAWA_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Addresses or ranges of proxies elsewhere whose X-Forwarded-For is believed; several with commas
    /// (前に置いたプロキシのアドレス)
    #[arg(long, env = "ENGAWA_TRUSTED_PROXIES", alias = "trusted-proxy", value_name = "IP", value_delimiter = ',')]
    pub trusted_proxies: Vec<Range>,
    /// Answer /metrics alone on this address of this machine, as in 127.0.0.1:9464 (計測を読む口)
    #[arg(long, env = "ENGAWA_METRICS_LISTEN", value_name = "ADDRESS", value_parser = of_this_machine)]
    pub metrics_listen: Option<String>,
    /// Answer /metrics on the public address to whoever brings this token, of 16 letters or more
    /// (計測を読む合言葉)
    #[arg(long, env = "ENGAWA_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true, value_parser = long_enough)]
    pub metrics_token: Option<String>,
    /// Where traces go, by OTLP over HTTP with JSON.
    #[command(flatten)]
    pub traces: Traces,
}

impl Watching {
    /// The proxies that are believed.
    pub fn proxies(&self) -> Proxies {
        Proxies::new(&self.trusted_proxies, self.behind_proxy)
    }
}

/// Where traces go; the names are those of OpenTelemetry, so that one environment serves all
/// programs of a machine.
#[derive(Debug, Clone, Default, Args)]
pub struct Traces {
    /// A collector of traces, by OTLP over HTTP with JSON; /v1/traces is added (処理の跡を送る先)
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "URL")]
    pub otlp_endpoint: Option<String>,
    /// Headers for it, name=value, several with commas (送るときのヘッダー)
    #[arg(long, env = "OTEL_EXPORTER_OTLP_HEADERS", value_name = "HEADERS", hide_env_values = true)]
    pub otlp_headers: Option<String>,
    /// Name of this program there (送り先での名前)
    #[arg(long, env = "OTEL_SERVICE_NAME", value_name = "NAME", default_value = "engawa")]
    pub otlp_service: String,
    /// Share of requests that are traced, 0 to 1 (送る割合)
    #[arg(long, env = "OTEL_TRACES_SAMPLER_ARG", value_name = "SHARE", default_value_t = 1.0, value_parser = share)]
    pub otlp_share: f64,
}

/// The time stamping authority (RFC 3161) whose stamps the signatures of papers bear.
#[derive(Debug, Clone, Default, Args)]
pub struct Stamping {
    /// Time stamping authority, https://HOST/… or https://USER:PASSWORD@HOST/…; without one, papers bear
    /// the time of this machine alone (時刻認証局)
    #[arg(long, env = "ENGAWA_TSA_URL", value_name = "URL", hide_env_values = true, requires = "tsa_trust")]
    pub tsa_url: Option<String>,
    /// PEM file of the certificates from which the authority's own must come (時刻認証局の証明書)
    #[arg(long, env = "ENGAWA_TSA_TRUST", value_name = "FILE")]
    pub tsa_trust: Option<std::path::PathBuf>,
}

impl Stamping {
    /// The address without name and password, and the header that they make (RFC 7617).
    pub(crate) fn address(&self) -> Option<(String, Option<String>)> {
        let url = self.tsa_url.as_deref()?;
        let split = || {
            let (scheme, rest) = url.split_once("://")?;
            let end = rest.find('/').unwrap_or(rest.len());
            let (who, host) = rest.get(..end)?.rsplit_once('@')?;
            let header = format!("Basic {}", STANDARD.encode(percent_decoded(who)));
            Some((format!("{scheme}://{host}{}", rest.get(end..)?), Some(header)))
        };
        Some(split().unwrap_or_else(|| (url.to_owned(), None)))
    }
}

/// `%40` stands for `@` in a name or password within an address.
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut parts = text.split('%');
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let coded = part.get(..2).and_then(|two| u8::from_str_radix(two, 16).ok());
        match (coded, part.get(2..)) {
            (Some(byte), Some(rest)) => {
                out.push(byte);
                out.extend(rest.bytes());
            }
            _ => out.extend(format!("%{part}").bytes()),
        }
    }
    out
}

fn of_this_machine(text: &str) -> Result<String, String> {
    let addresses: Vec<SocketAddr> = text.to_socket_addrs().map_err(|e| e.to_string())?.collect();
    if !addresses.is_empty() && addresses.iter().all(|a| a.ip().is_loopback()) {
        return Ok(text.to_owned());
    }
    Err("only an address of this machine itself, such as 127.0.0.1:9464; elsewhere use a token".to_owned())
}

fn long_enough(text: &str) -> Result<String, String> {
    if text.len() >= 16 { Ok(text.to_owned()) } else { Err("a token needs 16 letters or more".to_owned()) }
}

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "a share is a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("a share is a number from 0 to 1".to_owned()) }
}

/// What the rounds of upkeep need to know; on the shelf of the house.
#[derive(Debug, Clone, Default)]
pub(crate) struct Upkeep {
    pub(crate) times: UpkeepTimes,
    /// The place of copies, if the town has set one.
    pub(crate) to: Option<String>,
    /// The live database; scratch ones are made beside it.
    pub(crate) live: Option<DatabaseUrl>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_to_this_machine_alone_or_to_whoever_has_a_good_token() {
        assert!(of_this_machine("127.0.0.1:9464").is_ok() && of_this_machine("[::1]:9464").is_ok());
        assert!(of_this_machine("0.0.0.0:9464").is_err() && of_this_machine("192.0.2.1:9464").is_err());
        assert!(long_enough("short").is_err() && long_enough("0123456789abcdef").is_ok());
    }

    #[test]
    fn name_and_password_of_the_time_stamping_authority_leave_its_address() {
        let of = |url: &str| Stamping { tsa_url: Some(url.to_owned()), tsa_trust: None }.address().unwrap();
        assert_eq!(of("https://tsa.example/tsr?x=@"), ("https://tsa.example/tsr?x=@".to_owned(), None));
        let (url, header) = of("https://ono:p%40ss@tsa.example/tsr");
        assert_eq!(url, "https://tsa.example/tsr");
        assert_eq!(header.as_deref(), Some("Basic b25vOnBAc3M="));
        assert!(Stamping::default().address().is_none());
    }

    #[test]
    fn a_time_of_day_is_one() {
        assert_eq!("02:30".parse(), Ok(TimeOfDay { hour: 2, minute: 30 }));
        for wrong in ["", "2", "24:00", "02:60", "-1:00", "02:30:00"] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
        }
    }
}
