package io.exporteragent.tls;

import io.exporteragent.config.ConfigurationException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads private keys: PKCS#8, and what OpenSSL wrote before it for RSA (<a
 * href="https://www.rfc-editor.org/rfc/rfc8017">PKCS#1</a>) and elliptic curves (<a
 * href="https://www.rfc-editor.org/rfc/rfc5915">SEC 1</a>). No message shows anything of a key.
 */
final class PrivateKeys {
  private static final String SUFFIX = "PRIVATE KEY";
  private static final byte[] RSA = {
    0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1
  };
  private static final byte[] EC = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};
  private static final byte[] NULL = {0x05, 0};

  /** By the object identifier of PKCS#8. */
  private static final Map<String, String> ALGORITHMS = new HashMap<>();

  static {
    ALGORITHMS.put("1.2.840.113549.1.1.1", "RSA");
    ALGORITHMS.put("1.2.840.113549.1.1.10", "RSASSA-PSS");
    ALGORITHMS.put("1.2.840.10045.2.1", "EC");
    ALGORITHMS.put("1.3.101.112", "Ed25519");
    ALGORITHMS.put("1.3.101.113", "Ed448");
  }

  private PrivateKeys() {}

  /**
   * Reads the first key.
   *
   * @throws ConfigurationException if there is none, it takes a password, or this JVM does not know
   *     its kind
   */
  static PrivateKey read(PemText text, Path directory, FilesRead files)
      throws ConfigurationException {
    List<Pem> blocks = text.read(directory, files);
    for (Pem each : blocks) {
      if (each.label().endsWith(SUFFIX)) {
        return key(each, blocks, text);
      }
    }
    throw text.error(
        "there is no private key in it", "give a key in PEM, with a line BEGIN PRIVATE KEY");
  }

  private static PrivateKey key(Pem block, List<Pem> blocks, PemText text)
      throws ConfigurationException {
    if (block.isEncrypted()) {
      throw text.error(
          "the private key has a password, which cannot be given",
          "remove it by openssl pkey -in OLD -out NEW, and let only the user of this JVM read the file");
    }
    String algorithm = "";
    try {
      byte[] pkcs8 = pkcs8(block, blocks);
      Der info = Der.of(pkcs8).require(Der.SEQUENCE).within().require(Der.INTEGER);
      String id = info.require(Der.SEQUENCE).within().require(Der.OBJECT_ID).objectId();
      algorithm = ALGORITHMS.getOrDefault(id, id);
      if (algorithm.equals(id)) {
        throw new NoSuchAlgorithmException(id);
      }
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (NoSuchAlgorithmException e) {
      throw text.error(
          "this JVM does not know private keys of the kind " + algorithm,
          "use one of RSA or of a curve: openssl ecparam -name prime256v1 -genkey");
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      // The cause may quote the key.
      throw text.error("the private key is malformed", "write it again");
    }
  }

  private static byte[] pkcs8(Pem block, List<Pem> blocks) {
    switch (block.label()) {
      case "RSA PRIVATE KEY":
        return wrap(Der.element(Der.OBJECT_ID, RSA), NULL, block.bytes());
      case "EC PRIVATE KEY":
        return wrap(Der.element(Der.OBJECT_ID, EC), curve(block, blocks), block.bytes());
      default:
        return block.bytes();
    }
  }

  private static byte[] wrap(byte[] algorithm, byte[] parameters, byte[] key) {
    return Der.element(
        Der.SEQUENCE,
        Der.element(Der.INTEGER, new byte[1]),
        Der.element(Der.SEQUENCE, algorithm, parameters),
        Der.element(Der.OCTETS, key));
  }

  /** The key itself names its curve, or else a block of its own before it does. */
  private static byte[] curve(Pem block, List<Pem> blocks) {
    Der named = Der.of(block.bytes()).require(Der.SEQUENCE).within().find(Der.CONTEXT_0);
    if (named != null) {
      return named.content();
    }
    for (Pem each : blocks) {
      if (each.label().equals("EC PARAMETERS")) {
        return each.bytes();
      }
    }
    throw new IllegalArgumentException("it does not name its curve");
  }
}
