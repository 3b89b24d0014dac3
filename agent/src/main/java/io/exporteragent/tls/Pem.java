package io.exporteragent.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of <a href="https://www.rfc-editor.org/rfc/rfc7468">PEM</a>: a label and bytes. What is
 * around blocks is ignored. Immutable; never shown, for it may be a key.
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-(?!----)[^-]*)*)-----END \\1-----");

  /** Of the headers that OpenSSL writes before the bytes of an encrypted key. */
  private static final Pattern ENCRYPTED = Pattern.compile("Proc-Type:\\s*4\\s*,\\s*ENCRYPTED");

  private static final Pattern HEADER = Pattern.compile("(?m)^[A-Za-z0-9-]+:.*$");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private final String label;
  private final boolean isEncrypted;
  private final byte[] bytes;

  private Pem(String label, boolean isEncrypted, byte[] bytes) {
    this.label = label;
    this.isEncrypted = isEncrypted;
    this.bytes = bytes;
  }

  /**
   * Finds the blocks of a text.
   *
   * @throws IllegalArgumentException if what is in a block is not base64; tells nothing of it
   */
  static void parse(String text, List<Pem> blocks) {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String label = block.group(1);
      String content = block.group(2);
      boolean isEncrypted =
          label.equals("ENCRYPTED PRIVATE KEY") || ENCRYPTED.matcher(content).find();
      String encoded = BLANK.matcher(HEADER.matcher(content).replaceAll("")).replaceAll("");
      try {
        blocks.add(
            new Pem(
                label,
                isEncrypted,
                isEncrypted ? new byte[0] : Base64.getDecoder().decode(encoded)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("the block " + label + " is not base64", e);
      }
    }
  }

  /** Returns what it is said to be, such as {@code CERTIFICATE}. */
  String label() {
    return label;
  }

  /** Returns whether it takes a password, without which it has no bytes. */
  boolean isEncrypted() {
    return isEncrypted;
  }

  byte[] bytes() {
    return bytes.clone();
  }
}
