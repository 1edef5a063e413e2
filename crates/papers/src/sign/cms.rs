//! The CMS container (RFC 5652) with the three signed attributes of PAdES B-B: content type, message
//! digest and the signing certificate's hash (RFC 5035). No signing time: PAdES keeps it in `/M`.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedAttributes, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, Sequence};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;

use super::{SHA_256, SignError, Signer, plain_algorithm};

pub(crate) const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(crate) const ID_SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(crate) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(crate) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// RFC 5035; the hash algorithm is absent because SHA-256 is its default.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(crate) struct EssCertIdV2 {
    pub(crate) cert_hash: OctetString,
}

/// RFC 5035, naming the signing certificate alone.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(crate) struct SigningCertificateV2 {
    pub(crate) certs: Vec<EssCertIdV2>,
}

/// What a time stamp of the signature is kept as (RFC 3161, appendix A).
pub(crate) const TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// Signs content whose SHA-256 is `digest`.
pub(crate) fn sign(digest: &[u8], signer: &dyn Signer) -> Result<SignerInfo, SignError> {
    let certificate = signer.certificate();
    let attributes = signed_attributes(digest, certificate)?;
    let signature = signer.sign(&attributes.to_der()?)?;
    Ok(SignerInfo {
        version: CmsVersion::V1,
        sid: signer_id(certificate),
        digest_alg: plain_algorithm(SHA_256),
        signed_attrs: Some(attributes),
        signature_algorithm: signer.algorithm(),
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    })
}

/// Puts a time stamp beside a signature, as it came from its authority.
pub(crate) fn add_time_stamp(info: &mut SignerInfo, token: &[u8]) -> Result<(), SignError> {
    let values = SetOfVec::try_from(vec![Any::from_der(token)?])?;
    info.unsigned_attrs = Some(SetOfVec::try_from(vec![Attribute { oid: TIME_STAMP, values }])?);
    Ok(())
}

/// The DER of the container; `content` is what was signed, unless it stands elsewhere (in the file
/// around a detached signature).
pub(crate) fn wrap(info: SignerInfo, certificate: &Certificate, content: Option<&[u8]>) -> Result<Vec<u8>, SignError> {
    let choice = CertificateChoices::Certificate(certificate.clone());
    let econtent = content.map(|bytes| Any::encode_from(&OctetString::new(bytes)?)).transpose()?;
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![plain_algorithm(SHA_256)])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: ID_DATA, econtent },
        certificates: Some(CertificateSet(SetOfVec::try_from(vec![choice])?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
    };
    let container = ContentInfo { content_type: ID_SIGNED_DATA, content: Any::encode_from(&data)? };
    Ok(container.to_der()?)
}

pub(crate) fn signer_id(certificate: &Certificate) -> SignerIdentifier {
    SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
        issuer: certificate.tbs_certificate.issuer.clone(),
        serial_number: certificate.tbs_certificate.serial_number.clone(),
    })
}

/// The attribute that binds the signature to exactly this certificate.
pub(crate) fn signing_certificate(certificate: &Certificate) -> der::Result<SigningCertificateV2> {
    let hash: [u8; 32] = Sha256::digest(certificate.to_der()?).into();
    let cert_hash = OctetString::new(hash)?;
    Ok(SigningCertificateV2 { certs: vec![EssCertIdV2 { cert_hash }] })
}

fn signed_attributes(digest: &[u8], certificate: &Certificate) -> der::Result<SignedAttributes> {
    let attribute =
        |oid, value: Any| -> der::Result<Attribute> { Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? }) };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&signing_certificate(certificate)?)?)?,
    ])
}

/// The only value of the attribute `oid`, when it is there once and of the asked type.
pub(crate) fn attribute<T>(attributes: &SignedAttributes, oid: ObjectIdentifier) -> Option<T>
where
    T: for<'a> Decode<'a>,
{
    let mut named = attributes.iter().filter(|a| a.oid == oid);
    let (Some(found), None) = (named.next(), named.next()) else {
        return None;
    };
    let [value] = found.values.as_slice() else {
        return None;
    };
    T::from_der(&value.to_der().ok()?).ok()
}
