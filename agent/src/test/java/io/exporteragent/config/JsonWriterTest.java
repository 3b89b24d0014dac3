package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  @Test
  void everyKindOfValue() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("pid", 42L);
    object.put("attachable", true);
    object.put("agent", null);
    object.put("all", Arrays.asList("a", 1, Map.of(), List.of()));
    assertThat(JsonWriter.write(object))
        .isEqualTo("{\"pid\":42,\"attachable\":true,\"agent\":null,\"all\":[\"a\",1,{},[]]}");
  }

  @Test
  void characters_areEscapedWhereTheyMustBe_andWhereTerminalsDiffer() {
    assertThat(JsonWriter.write("a\"b\\c\n\u00e9/")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u00e9/\"");
  }
}
