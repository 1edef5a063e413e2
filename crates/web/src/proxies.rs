//! Which machines may say on whose behalf they ask. Behind a proxy all visitors come from one
//! address; the limits on attempts need theirs. Only a proxy that the town named is believed.

use axum::http::HeaderMap;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

/// The header in which proxies say whom they ask for.
pub const FORWARDED: &str = "x-forwarded-for";

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    first: u128,
    bits: u32,
}

/// IPv4 is read as the part of IPv6 that stands for it.
fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_ipv6_mapped()),
        IpAddr::V6(v6) => u128::from(v6),
    }
}

fn mask(bits: u32) -> u128 {
    if bits == 0 { 0 } else { u128::MAX << (128 - bits) }
}

impl Range {
    fn holds(&self, address: IpAddr) -> bool {
        wide(address) & mask(self.bits) == self.first
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is no address and no range like 10.0.0.0/8");
        let (address, length) = match text.trim().split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().map_err(|_| wrong())?)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = length.unwrap_or(most);
        if length > most {
            return Err(wrong());
        }
        let bits = 128 - most + length;
        Ok(Self { first: wide(address) & mask(bits), bits })
    }
}

/// The proxies that are believed about where a request comes from; an extension of the request.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Arc<[Range]>);

impl Proxies {
    /// Those ranges, and this machine itself where `here`.
    pub fn new(ranges: &[Range], here: bool) -> Self {
        let mut all = ranges.to_vec();
        if here {
            all.push(Range { first: wide([127, 0, 0, 0].into()), bits: 104 });
            all.push(Range { first: 1, bits: 128 });
        }
        Self(all.into())
    }

    /// Whether nobody is believed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this address is one of them.
    pub fn believes(&self, address: IpAddr) -> bool {
        self.0.iter().any(|r| r.holds(address))
    }

    /// Who asks really: the last address in `X-Forwarded-For` that is not itself one of our
    /// proxies. What stands before it anybody can have written.
    pub fn asker(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.believes(peer) {
            return peer;
        }
        let lines = headers.get_all(FORWARDED).iter().map(|v| v.to_str().unwrap_or_default());
        let lines: Vec<&str> = lines.collect();
        let mut asker = peer;
        for said in lines.iter().rev().flat_map(|l| l.rsplit(',')) {
            let Some(address) = address_of(said.trim()) else { return asker };
            asker = address.to_canonical();
            if !self.believes(asker) {
                return asker;
            }
        }
        asker
    }
}

/// Some proxies add the port.
fn address_of(said: &str) -> Option<IpAddr> {
    let bare = said.trim_matches(['[', ']']);
    let with_port = || said.parse::<std::net::SocketAddr>().ok().map(|a| a.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asker(proxies: &str, here: bool, peer: &str, forwarded: &[&str]) -> String {
        let ranges: Vec<Range> = proxies.split_whitespace().map(|r| r.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
        }
        Proxies::new(&ranges, here).asker(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn nobody_is_believed_unless_named() {
        assert_eq!(asker("", false, "127.0.0.1", &["203.0.113.9"]), "127.0.0.1");
        assert_eq!(asker("10.0.0.0/8", false, "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(asker("", true, "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
    }

    #[test]
    fn the_visitor_is_the_last_address_that_no_proxy_of_ours_has() {
        assert_eq!(asker("", true, "127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(asker("", true, "::1", &["2001:db8::7"]), "2001:db8::7");
        // What a visitor wrote into the header stands before what the proxy added.
        assert_eq!(asker("", true, "127.0.0.1", &["198.51.100.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(asker("10.0.0.0/8", true, "127.0.0.1", &["203.0.113.9, 10.1.2.3"]), "203.0.113.9");
        assert_eq!(asker("10.0.0.0/8", true, "127.0.0.1", &["203.0.113.9", "10.1.2.3"]), "203.0.113.9");
        assert_eq!(asker("", true, "127.0.0.1", &["203.0.113.9:5512"]), "203.0.113.9");
        assert_eq!(asker("", true, "127.0.0.1", &["[2001:db8::7]:443"]), "2001:db8::7");
    }

    #[test]
    fn a_header_that_cannot_be_read_hides_nobody_behind_it() {
        assert_eq!(asker("", true, "127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(asker("", true, "127.0.0.1", &["203.0.113.9, unknown"]), "127.0.0.1");
        assert_eq!(asker("10.0.0.0/8", true, "127.0.0.1", &["198.51.100.1, _hidden, 10.1.2.3"]), "10.1.2.3");
    }

    #[test]
    fn ranges_are_addresses_with_a_length_that_fits() {
        for wrong in ["", "10.0.0.0/33", "::/129", "10.0.0", "proxy.example", "10.0.0.0/-1"] {
            assert!(wrong.parse::<Range>().is_err(), "{wrong}");
        }
        assert!("0.0.0.0/0".parse::<Range>().unwrap().holds([203, 0, 113, 9].into()));
        assert!(!"0.0.0.0/0".parse::<Range>().unwrap().holds("2001:db8::1".parse().unwrap()));
        assert!("::/0".parse::<Range>().unwrap().holds([203, 0, 113, 9].into()));
        // A dual-stack listener sees IPv4 proxies as mapped addresses.
        assert!("10.0.0.0/8".parse::<Range>().unwrap().holds("::ffff:10.1.2.3".parse().unwrap()));
    }
}
