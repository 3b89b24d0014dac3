package io.exporteragent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 */
public final class YamlDocument {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_ALIASES = 50;

  private final String fileName;
  private final ParserImpl parser;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private int aliases;

  private YamlDocument(String text, String fileName) {
    // One buffer for all: 2.10 fails on a surrogate pair that the end of its buffer splits.
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel("file")
            .setCodePointLimit(Integer.MAX_VALUE)
            .setBufferSize(text.length() + 1)
            .build();
    this.fileName = fileName;
    this.parser = new ParserImpl(settings, new StreamReader(settings, text));
  }

  /**
   * Reads a text of one document.
   *
   * @return null if it contains only comments
   */
  static @Nullable YamlNode read(String text, String fileName) throws ConfigurationException {
    rejectUnprintable(text, fileName);
    try {
      return new YamlDocument(text, fileName).document();
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
    if (depth > MAX_DEPTH) {
      throw error(event, "nested more than 20 levels deep; nothing in the configuration is");
    }
    YamlNode node = untagged(event, depth);
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  private YamlNode aliased(AliasEvent event) throws ConfigurationException {
    YamlNode node = anchors.get(event.getAlias());
    if (node == null) {
      throw error(event, "an alias without an anchor; put text that begins with * in quotes");
    }
    if (++aliases > MAX_ALIASES) {
      throw error(event, "more than 50 aliases; write out what they stand for");
    }
    return node;
  }

  private YamlNode untagged(NodeEvent event, int depth) throws ConfigurationException {
    Mark mark = mark(event);
    int line = mark.getLine() + 1;
    int column = mark.getColumn() + 1;
    Optional<String> tag =
        event instanceof ScalarEvent
            ? ((ScalarEvent) event).getTag()
            : ((CollectionStartEvent) event).getTag();
    if (tag.isPresent()) {
      throw error(event, "a YAML tag; put text that begins with ! in quotes");
    }
    if (event instanceof ScalarEvent) {
      ScalarEvent scalar = (ScalarEvent) event;
      return YamlNode.scalar(line, column, scalar.getValue(), scalar.isPlain());
    }
    if (event.getEventId() == Event.ID.SequenceStart) {
      List<YamlNode> items = new ArrayList<>();
      while (!parser.checkEvent(Event.ID.SequenceEnd)) {
        items.add(node(depth + 1));
      }
      parser.next();
      return YamlNode.list(line, column, items);
    }
    List<YamlNode.Entry> entries = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      entries.add(new YamlNode.Entry(node(depth + 1), node(depth + 1)));
    }
    parser.next();
    return YamlNode.mapping(line, column, entries);
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
