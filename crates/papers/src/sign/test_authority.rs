//! A time stamping authority for tests: it stamps whatever it is asked, with an authority of its own,
//! and can be told to do it wrongly. No secret is in it and nothing of it is in the program.

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{CertificateSet, EncapsulatedContentInfo, SignedData, SignerInfo, SignerInfos};
use der::asn1::{Any, Int, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, Sequence, Tag};
use kernel::Moment;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::builder::{Builder, CertificateBuilder, Profile};
use x509_cert::ext::pkix::ExtendedKeyUsage;

use super::cms as container;
use super::keys::{Issuer, issue, name, time};
use super::tsp::{MessageImprint, TST_INFO};
use super::{ECDSA_WITH_SHA_256, SHA_256, plain_algorithm};

const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

/// How the authority answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Manner {
    #[default]
    Well,
    /// It stamps something else.
    OtherImprint,
    /// It forgets the nonce.
    OtherNonce,
    /// Its clock is an hour late.
    Late,
    /// It refuses.
    Refuses,
}

/// The authority.
pub(crate) struct TestAuthority {
    root: Certificate,
    certificate: Certificate,
    key: SigningKey,
}

#[derive(Sequence)]
struct Request {
    version: u8,
    imprint: MessageImprint,
    nonce: Int,
    cert_req: bool,
}

impl TestAuthority {
    /// One whose keys follow from `seed`, with a certificate for time stamps or for something else.
    pub(crate) fn new(seed: u8, from: Moment, for_time: bool) -> Self {
        let key = |n: u8| SigningKey::from_slice(&[seed, n].repeat(16)).unwrap();
        let (root_key, own) = (key(1), key(2));
        let mut random = |bytes: &mut [u8]| bytes.fill(seed);
        let root_name = name("架空時刻認証", "認証局").unwrap();
        let root = issue(Profile::Root, root_name, &root_key, &root_key, (from, 20), &mut random).unwrap();
        let certificate = leaf(&root, &root_key, &own, from, for_time);
        Self { root, certificate, key: own }
    }

    /// What is to be trusted.
    pub(crate) fn trust(&self) -> Vec<Certificate> {
        vec![self.root.clone()]
    }

    /// Answers a question as it came over the network.
    pub(crate) fn answer(&self, question: &[u8], at: Moment, manner: Manner) -> Vec<u8> {
        let asked = Request::from_der(question).unwrap();
        if manner == Manner::Refuses {
            return vec![0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
        }
        let token = self.token(&asked, at, manner);
        let granted = sequence(&[any(&0_u8)]);
        sequence(&[granted, Any::from_der(&token).unwrap()]).to_der().unwrap()
    }

    fn token(&self, asked: &Request, at: Moment, manner: Manner) -> Vec<u8> {
        let info = said(asked, at, manner);
        let attributes = SetOfVec::try_from(vec![
            attribute(container::CONTENT_TYPE, any(&TST_INFO)),
            attribute(container::MESSAGE_DIGEST, any(&OctetString::new(Sha256::digest(&info).to_vec()).unwrap())),
            attribute(
                container::SIGNING_CERTIFICATE_V2,
                any(&container::signing_certificate(&self.certificate).unwrap()),
            ),
        ])
        .unwrap();
        let signature: DerSignature = self.key.sign(&attributes.to_der().unwrap());
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: container::signer_id(&self.certificate),
            digest_alg: plain_algorithm(SHA_256),
            signed_attrs: Some(attributes),
            signature_algorithm: plain_algorithm(ECDSA_WITH_SHA_256),
            signature: OctetString::new(signature.as_bytes()).unwrap(),
            unsigned_attrs: None,
        };
        let certificate = CertificateChoices::Certificate(self.certificate.clone());
        let data = SignedData {
            version: CmsVersion::V3,
            digest_algorithms: SetOfVec::try_from(vec![plain_algorithm(SHA_256)]).unwrap(),
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: TST_INFO,
                econtent: Some(any(&OctetString::new(info).unwrap())),
            },
            certificates: Some(CertificateSet(SetOfVec::try_from(vec![certificate]).unwrap())),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer]).unwrap()),
        };
        ContentInfo { content_type: container::ID_SIGNED_DATA, content: any(&data) }.to_der().unwrap()
    }
}

/// `TSTInfo` with its accuracy, as authorities send it.
fn said(asked: &Request, at: Moment, manner: Manner) -> Vec<u8> {
    let at = if manner == Manner::Late { at.plus_seconds(-3_600) } else { at };
    let utc = at.plus_seconds(-9 * 3_600).civil().strftime("%Y%m%d%H%M%SZ").to_string();
    let mut imprint = asked.imprint.clone();
    if manner == Manner::OtherImprint {
        imprint.hashed_message = OctetString::new([0_u8; 32]).unwrap();
    }
    let nonce = if manner == Manner::OtherNonce { any(&1_u8) } else { any(&asked.nonce) };
    let parts = [
        any(&1_u8),
        any(&ANY_POLICY),
        any(&imprint),
        any(&7_u8),
        Any::new(Tag::GeneralizedTime, utc.into_bytes()).unwrap(),
        sequence(&[any(&1_u8)]),
        nonce,
    ];
    sequence(&parts).to_der().unwrap()
}

fn leaf(root: &Certificate, root_key: &SigningKey, own: &SigningKey, from: Moment, for_time: bool) -> Certificate {
    let profile = Profile::Leaf {
        issuer: root.tbs_certificate.subject.clone(),
        enable_key_agreement: false,
        enable_key_encipherment: false,
    };
    let validity =
        x509_cert::time::Validity { not_before: time(from).unwrap(), not_after: time(from.plus_days(3_650)).unwrap() };
    let public = spki::SubjectPublicKeyInfoOwned::from_key(*own.verifying_key()).unwrap();
    let subject = name("架空時刻認証", "時刻認証").unwrap();
    let serial = x509_cert::serial_number::SerialNumber::from(5_u32);
    let issuer = Issuer(root_key);
    let mut builder = CertificateBuilder::new(profile, serial, validity, subject, public, &issuer).unwrap();
    if for_time {
        builder.add_extension(&Critical(ExtendedKeyUsage(vec![TIME_STAMPING]))).unwrap();
    }
    builder.build::<DerSignature>().unwrap()
}

/// The purpose as RFC 3161 asks for it (2.3); the builder of certificates leaves it uncritical.
struct Critical(ExtendedKeyUsage);

impl der::oid::AssociatedOid for Critical {
    const OID: ObjectIdentifier = <ExtendedKeyUsage as der::oid::AssociatedOid>::OID;
}

impl Encode for Critical {
    fn encoded_len(&self) -> der::Result<der::Length> {
        self.0.encoded_len()
    }

    fn encode(&self, encoder: &mut impl der::Writer) -> der::Result<()> {
        self.0.encode(encoder)
    }
}

impl x509_cert::ext::AsExtension for Critical {
    fn critical(&self, _: &x509_cert::name::Name, _: &[x509_cert::ext::Extension]) -> bool {
        true
    }
}

fn any(value: &(impl Encode + der::Tagged)) -> Any {
    Any::from_der(&value.to_der().unwrap()).unwrap()
}

fn sequence(parts: &[Any]) -> Any {
    Any::from_der(&parts.to_vec().to_der().unwrap()).unwrap()
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Attribute {
    Attribute { oid, values: SetOfVec::try_from(vec![value]).unwrap() }
}
