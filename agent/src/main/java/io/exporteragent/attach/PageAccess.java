package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.tls.FilesRead;
import io.exporteragent.tls.PemText;
import io.exporteragent.tls.X509Certificates;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How pages are looked at: as anybody, for whom a request for a password or a certificate proves
 * that somebody serves; or as one whom they let in. Immutable.
 */
public final class PageAccess {
  /** Shows nothing, and so takes any certificate. */
  public static final PageAccess ANYBODY = new PageAccess(null, null, null, null);

  private final @Nullable String caFile;
  private final @Nullable X509TrustManager authorities;
  private final @Nullable String user;
  private final @Nullable String credentials;

  private PageAccess(
      @Nullable String caFile,
      @Nullable X509TrustManager authorities,
      @Nullable String user,
      @Nullable String credentials) {
    this.caFile = caFile;
    this.authorities = authorities;
    this.user = user;
    this.credentials = credentials;
  }

  /**
   * Looks at pages as a client that checks whom it talks to.
   *
   * @param caFile the authorities of the servers' certificates, in PEM; null for those that this
   *     JVM trusts
   * @param user without a colon; null to show no password
   * @throws ConfigurationException if the file has no certificates, or cannot be read
   */
  public static PageAccess of(@Nullable String caFile, @Nullable String user, String password)
      throws ConfigurationException {
    String credentials =
        user == null
            ? null
            : Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return new PageAccess(caFile, authorities(caFile), user, credentials);
  }

  private static X509TrustManager authorities(@Nullable String caFile)
      throws ConfigurationException {
    try {
      if (caFile != null) {
        PemText text = new PemText("--ca-file", null, caFile, true);
        return X509Certificates.trusting(
            X509Certificates.read(text, Paths.get(""), new FilesRead()));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509TrustManager) {
          return (X509TrustManager) each;
        }
      }
      throw new GeneralSecurityException("it has no trust manager for certificates");
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          "this JVM cannot verify certificates: " + e.getMessage() + "; run it with another Java");
    }
  }

  /** Returns whether the pages are fetched, and not only proven to be there. */
  public boolean isReal() {
    return authorities != null;
  }

  /** Returns who has issued the certificates that are accepted; null for whoever it was. */
  @Nullable X509TrustManager authorities() {
    return authorities;
  }

  /** Returns whose password is shown; null for nobody's. */
  @Nullable String user() {
    return user;
  }

  /** Returns what follows {@code Basic} in the request; null for nothing. */
  @Nullable String credentials() {
    return credentials;
  }

  /** Looks in the same way, but shows no password. */
  PageAccess withoutPassword() {
    return new PageAccess(caFile, authorities, null, null);
  }

  /** Writes the command that looks at a page in the same way, for advice. */
  String curl(String url) {
    return "curl -v "
        + (caFile == null ? "" : "--cacert " + Tool.quoted(caFile) + " ")
        + (user == null ? "" : "--user " + Tool.quoted(user) + " ")
        + Tool.quoted(url);
  }
}
