package io.exporteragent.tls;

import io.exporteragent.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Reads certificates. The JDK asks for its loggers while it parses one. */
public final class X509Certificates {
  private X509Certificates() {}

  /**
   * Reads all certificates, in their order.
   *
   * @throws ConfigurationException if there is none, or one is malformed
   */
  public static List<X509Certificate> read(PemText text, Path directory, FilesRead files)
      throws ConfigurationException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem each : text.read(directory, files)) {
        if (each.label().equals("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(each.bytes())));
        }
      }
    } catch (CertificateException e) {
      throw text.error(
          String.format("certificate %d is malformed", certificates.size() + 1), "write it again");
    }
    if (certificates.isEmpty()) {
      throw text.error(
          "there is no certificate in it", "give one in PEM, with a line BEGIN CERTIFICATE");
    }
    return certificates;
  }

  /**
   * Makes a judge of certificates that trusts what these authorities issued, and nobody else.
   *
   * @throws GeneralSecurityException if this JVM verifies no certificates
   */
  public static X509ExtendedTrustManager trusting(Collection<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    for (X509Certificate each : authorities) {
      store.setCertificateEntry("authority-" + store.size(), each);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager) {
        return (X509ExtendedTrustManager) each;
      }
    }
    throw new GeneralSecurityException("this JVM verifies no certificates by PKIX");
  }

  /** Returns whether a certificate is that of a key. */
  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    PublicKey shown = certificate.getPublicKey();
    if (key instanceof RSAKey || shown instanceof RSAKey) {
      return key instanceof RSAKey
          && shown instanceof RSAKey
          && ((RSAKey) key).getModulus().equals(((RSAKey) shown).getModulus());
    }
    try {
      String kind = key.getAlgorithm();
      byte[] sample = {1};
      Signature signature = Signature.getInstance(kind.equals("EC") ? "SHA256withECDSA" : kind);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // Keys of two kinds.
      return false;
    }
  }
}
