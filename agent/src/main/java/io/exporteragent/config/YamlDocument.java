package io.exporteragent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Makes nodes from the parser's events for a YAML text: unlike the library's own composer, this
 * limits the depth, and nothing in the text can choose a class.
 *
 * <pre>
 *   YamlDocument document = YamlDocument.of(text, "exporter.yml");
 *   if (document.keys().contains("rules")) {
 *     Yaml11 file = document.yaml11();
 *   }
 * </pre>
 *
 * <p>Our own files are read more strictly than those of others: tags, for instance, are an error
 * only there. Immutable once read.
 */
public final class YamlDocument {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_DEPTH_OF_OTHERS = 50;
  private static final int MAX_ALIASES = 50;

  private final String text;
  private final String fileName;
  private final ParserImpl parser;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private int aliases;
  private int aliasesOfCollections;
  private @Nullable YamlNode root;

  /** The first thing in the text that is an error in our own files only. */
  private @Nullable ConfigurationException notOurs;

  private YamlDocument(String text, String fileName) {
    // One buffer for all: 2.10 fails on a surrogate pair that the end of its buffer splits.
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel("file")
            .setCodePointLimit(Integer.MAX_VALUE)
            .setBufferSize(text.length() + 1)
            .build();
    this.text = text;
    this.fileName = fileName;
    this.parser = new ParserImpl(settings, new StreamReader(settings, text));
  }

  /**
   * Reads a text of one document.
   *
   * @param fileName for messages
   * @throws ConfigurationException if it is not YAML
   */
  public static YamlDocument of(String text, String fileName) throws ConfigurationException {
    String withoutByteOrderMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    rejectUnprintable(withoutByteOrderMark, fileName);
    try {
      YamlDocument document = new YamlDocument(withoutByteOrderMark, fileName);
      document.root = document.document();
      return document;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark =
          e.getProblemMark().isPresent() ? e.getProblemMark() : e.getContextMark();
      throw error(
          fileName,
          mark.map(Mark::getLine).orElse(0) + 1,
          mark.map(Mark::getColumn).orElse(0) + 1,
          YamlProblem.explain(String.valueOf(e.getProblem())));
    } catch (YamlEngineException e) {
      // The only error without a position is that of the directive at the beginning of a file.
      throw error(fileName, 1, 1, YamlProblem.explain(String.valueOf(e.getMessage())));
    }
  }

  /** Returns the text. */
  public String text() {
    return text;
  }

  /** Returns the name of the file for messages. */
  public String fileName() {
    return fileName;
  }

  @Nullable YamlNode root() {
    return root;
  }

  /** Returns the keys of the top level that are text, each once; none if it is no mapping. */
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    if (root != null && root.entries != null) {
      for (YamlNode.Entry entry : root.entries) {
        if (entry.key.scalar != null) {
          keys.add(entry.key.scalar);
        }
      }
    }
    return keys;
  }

  /** Returns the position of a key of the top level. */
  public Place place(String key) {
    YamlNode at = Objects.requireNonNull(root, key);
    for (YamlNode.Entry entry : Objects.requireNonNull(at.entries, key)) {
      at = key.equals(entry.key.scalar) ? entry.key : at;
    }
    return new Place(fileName, at.line, at.column, key);
  }

  /**
   * Returns the content as our own files are read, null if there are only comments.
   *
   * @param arguments provide the environment
   * @throws ConfigurationException if our files may not be written so
   */
  public @Nullable YamlValue ours(AgentArguments arguments) throws ConfigurationException {
    if (notOurs != null) {
      throw notOurs;
    }
    Placeholders placeholders = new Placeholders(arguments.environment());
    return root == null ? null : YamlValue.root(root, fileName, placeholders);
  }

  /**
   * Returns the content as our own files are read, without placeholders; null if there are only
   * comments.
   *
   * @throws ConfigurationException if our files may not be written so
   */
  public @Nullable YamlValue verbatim() throws ConfigurationException {
    if (notOurs != null) {
      throw notOurs;
    }
    return root == null ? null : YamlValue.root(root, fileName, Placeholders.NONE);
  }

  /**
   * Returns the content as YAML 1.1 means it, null if there are only comments.
   *
   * @throws ConfigurationException if a tag is not one of YAML 1.1, or a value is not what it says
   */
  public @Nullable Yaml11 yaml11() throws ConfigurationException {
    return root == null ? null : Yaml11.root(root, fileName);
  }

  /** Rejects unprintable characters, which the library reports without line and column. */
  private static void rejectUnprintable(String text, String fileName)
      throws ConfigurationException {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        throw error(
            fileName,
            line,
            column,
            String.format("the character U+%04X is not allowed in YAML; remove it", c));
      }
      boolean lineEnds = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
      column = lineEnds ? 1 : column + 1;
      line = lineEnds ? line + 1 : line;
    }
  }

  private @Nullable YamlNode document() throws ConfigurationException {
    parser.next();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    parser.next();
    YamlNode root = node(0);
    parser.next();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      throw error(parser.peekEvent(), "a second document begins here; one file holds one document");
    }
    return root.isNothing() ? null : root;
  }

  private YamlNode node(int depth) throws ConfigurationException {
    NodeEvent event = (NodeEvent) parser.next();
    if (event instanceof AliasEvent) {
      return aliased((AliasEvent) event);
    }
    if (depth > MAX_DEPTH_OF_OTHERS) {
      throw error(event, "nested more than 50 levels deep; nothing in the configuration is");
    }
    if (depth > MAX_DEPTH) {
      notForUs(event, "nested more than 20 levels deep; nothing in the configuration is");
    }
    YamlNode node = anchored(event, depth);
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  private YamlNode aliased(AliasEvent event) throws ConfigurationException {
    YamlNode node = anchors.get(event.getAlias());
    if (node == null) {
      throw error(event, "an alias without an anchor; put text that begins with * in quotes");
    }
    String tooMany = "more than 50 aliases; write out what they stand for";
    if (node.scalar == null && ++aliasesOfCollections > MAX_ALIASES) {
      throw error(event, tooMany);
    }
    if (++aliases > MAX_ALIASES) {
      notForUs(event, tooMany);
    }
    return node;
  }

  private YamlNode anchored(NodeEvent event, int depth) throws ConfigurationException {
    Mark mark = mark(event);
    int line = mark.getLine() + 1;
    int column = mark.getColumn() + 1;
    String tag =
        (event instanceof ScalarEvent
                ? ((ScalarEvent) event).getTag()
                : ((CollectionStartEvent) event).getTag())
            .orElse(null);
    if (tag != null) {
      notForUs(event, "a YAML tag; put text that begins with ! in quotes");
    }
    if (event instanceof ScalarEvent) {
      ScalarEvent scalar = (ScalarEvent) event;
      return YamlNode.scalar(line, column, tag, scalar.getValue(), scalar.isPlain());
    }
    if (event.getEventId() == Event.ID.SequenceStart) {
      List<YamlNode> items = new ArrayList<>();
      while (!parser.checkEvent(Event.ID.SequenceEnd)) {
        items.add(node(depth + 1));
      }
      parser.next();
      return YamlNode.list(line, column, tag, items);
    }
    List<YamlNode.Entry> entries = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      entries.add(new YamlNode.Entry(node(depth + 1), node(depth + 1)));
    }
    parser.next();
    return YamlNode.mapping(line, column, tag, entries);
  }

  private void notForUs(Event event, String problem) {
    if (notOurs == null) {
      notOurs = error(event, problem);
    }
  }

  private ConfigurationException error(Event event, String problem) {
    Mark mark = mark(event);
    return error(fileName, mark.getLine() + 1, mark.getColumn() + 1, problem);
  }

  private static Mark mark(Event event) {
    return event.getStartMark().orElseThrow(IllegalStateException::new);
  }

  private static ConfigurationException error(
      String fileName, int line, int column, String problem) {
    return new ConfigurationException(
        String.format("%s:%d:%d: %s", Quoted.plain(fileName), line, column, problem));
  }
}
