package io.exporteragent.tls;

import io.exporteragent.config.ConfigurationException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives one end of a connection its only key, whatever authorities the other end names. A key store
 * would need a password, and a factory would be the one that the whole JVM is set to. Immutable.
 */
public final class OneCertificate extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final PrivateKey key;
  private final X509Certificate[] chain;

  private OneCertificate(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain.toArray(new X509Certificate[0]);
  }

  /**
   * Reads a certificate, its chain and its key.
   *
   * @param directory that to which names of files are relative
   * @param files notes those that are read
   * @throws ConfigurationException if a file is not as it should be, this JVM does not know the
   *     kind of the key, or it is the key of another certificate
   */
  public static OneCertificate read(
      PemText certificate, PemText privateKey, Path directory, FilesRead files)
      throws ConfigurationException {
    List<X509Certificate> chain = X509Certificates.read(certificate, directory, files);
    PrivateKey key = PrivateKeys.read(privateKey, directory, files);
    if (!X509Certificates.belongTogether(chain.get(0), key)) {
      throw privateKey.error(
          "it is not the private key of the certificate in " + certificate.name(),
          "give the key with which the certificate was requested; in the file of certificates that one comes first");
    }
    return new OneCertificate(key, chain);
  }

  /** Returns the certificate itself, without its chain. */
  public X509Certificate certificate() {
    return chain[0];
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return alias(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return alias(keyTypes);
  }

  private String @Nullable [] aliases(String keyType) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }

  /** Types are algorithms, and in TLS before 1.3 also such as {@code EC_EC}. */
  private @Nullable String alias(String... keyTypes) {
    String algorithm = chain[0].getPublicKey().getAlgorithm();
    for (String each : keyTypes) {
      if (each.equals(algorithm) || each.startsWith(algorithm + "_")) {
        return ALIAS;
      }
    }
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
