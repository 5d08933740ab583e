import { generateKeyPairSync, sign } from 'node:crypto';

export interface Certificate {
  /** PEM of the private key. */
  key: string;
  /** PEM of the certificate, which is its own authority. */
  cert: string;
}

/** A certificate for these host names (wildcards allowed), signed by itself, valid from 2020 to 2049. */
export function certificateFor(...hosts: string[]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(set(sequence(COMMON_NAME, tagged(0x0c, Buffer.from('Test')))));
  const names = sequence(...hosts.map((host) => tagged(0x82, Buffer.from(host))));
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    ECDSA_SHA256,
    name,
    sequence(time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    tagged(
      0xa3,
      sequence(
        sequence(SUBJECT_ALT_NAME, octets(names)),
        sequence(BASIC_CONSTRAINTS, octets(sequence(TRUE))),
      ),
    ),
  );
  const signature = sign('SHA256', body, privateKey);
  const der = sequence(body, ECDSA_SHA256, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

// DER (X.690), as much of it as a certificate needs.

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const ECDSA_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex');
const TRUE = Buffer.from('0101ff', 'hex');

function tagged(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}

function sequence(...content: Buffer[]): Buffer {
  return tagged(0x30, ...content);
}

function set(...content: Buffer[]): Buffer {
  return tagged(0x31, ...content);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.of(value));
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function time(utc: string): Buffer {
  return tagged(0x17, Buffer.from(utc));
}
