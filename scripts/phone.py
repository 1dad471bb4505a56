"""What a phone on the same network needs to use the demo: TLS (cameras open only there) and an address to scan."""

import datetime
import io
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import qrcode
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = datetime.timedelta(days=365)  # phones refuse certificates that last much longer than two years


def certificate_for(address: IPv4Address | IPv6Address, folder: Path) -> tuple[Path, Path]:
    """Paths of a self-signed certificate for `address` and of its key, made in `folder` unless there and in date."""
    certificate_path, key_path = folder / f"{address}.crt", folder / f"{address}.key"
    if not (certificate_path.exists() and key_path.exists() and _is_in_date(certificate_path)):
        folder.mkdir(parents=True, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        key_path.touch(mode=0o600)
        key_path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        certificate_path.write_bytes(_self_signed(address, key).public_bytes(serialization.Encoding.PEM))
    return certificate_path, key_path


def _is_in_date(certificate_path: Path) -> bool:
    certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
    return certificate.not_valid_after_utc > datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)


def _self_signed(address: IPv4Address | IPv6Address, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"HeForShe Campus demo on {address}")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))  # phones' clocks differ
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(address)]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )


def qr_for_terminal(text: str) -> str:
    """A QR code drawn with block letters, light on a dark terminal."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    drawing = io.StringIO()
    code.print_ascii(out=drawing, invert=True)
    return drawing.getvalue()
