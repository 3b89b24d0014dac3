package io.exporteragent.source.mbean.explain;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command {@code mbeans} asks another JVM: by which file its MBeans are to be explained,
 * and what of that is of interest. Travels as text. Immutable.
 */
public final class MBeanQuestion {
  private static final String FILE = "file";
  private static final String CONTENT = "content";
  private static final String MILLIS = "millis";
  private static final String GREP = "grep";
  private static final String UNUSED = "unused";
  private static final String JSON = "json";

  private final Properties fields = new Properties();

  /** Asks about packs. */
  public MBeanQuestion() {}

  private MBeanQuestion with(String field, String value) {
    MBeanQuestion changed = new MBeanQuestion();
    changed.fields.putAll(fields);
    changed.fields.setProperty(field, value);
    return changed;
  }

  /** Asks about a file instead, of jmx_exporter or of ours. */
  public MBeanQuestion about(String fileName, String content) {
    return with(FILE, fileName).with(CONTENT, content);
  }

  /** Asks only for lines that match. */
  public MBeanQuestion grep(String regex) {
    return with(GREP, regex);
  }

  /** Asks for the rules that are of no use instead. */
  public MBeanQuestion unused() {
    return with(UNUSED, "");
  }

  /** Asks for JSON instead of text. */
  public MBeanQuestion json() {
    return with(JSON, "");
  }

  /** Asks for an answer within this time. */
  public MBeanQuestion within(long millis) {
    return with(MILLIS, Long.toString(millis));
  }

  /** Understands what {@link #toString} returns. */
  public static MBeanQuestion parse(String text) {
    MBeanQuestion question = new MBeanQuestion();
    try {
      question.fields.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return question;
  }

  /** Returns the time there is for the answer. */
  long millis() {
    return Long.parseLong(fields.getProperty(MILLIS, "0"));
  }

  /** Returns the name of the file for messages, null if it is about packs. */
  public @Nullable String fileName() {
    return fields.getProperty(FILE);
  }

  /** Returns the text of the file, empty if there is none. */
  public String content() {
    return fields.getProperty(CONTENT, "");
  }

  /** Returns whether it is about the rules that are of no use. */
  boolean isAboutUnused() {
    return fields.containsKey(UNUSED);
  }

  /** Returns whether the answer is to be JSON. */
  boolean isJson() {
    return fields.containsKey(JSON);
  }

  /** Returns what lines are to match, null for all lines. */
  @Nullable Pattern pattern() {
    String regex = fields.getProperty(GREP);
    return regex == null ? null : Pattern.compile(regex);
  }

  /** Returns it as text, for {@link #parse}. */
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try {
      fields.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
