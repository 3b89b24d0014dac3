package io.exporteragent.source.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void everyKindOfValue() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("pid", 42L);
    object.put("attachable", true);
    object.put("agent", null);
    object.put("all", Arrays.asList("a", 1, Map.of(), List.of()));
    assertThat(Json.of(object))
        .isEqualTo("{\"pid\":42,\"attachable\":true,\"agent\":null,\"all\":[\"a\",1,{},[]]}");
  }

  @Test
  void characters_areEscapedWhereTheyMustBe_andWhereTerminalsDiffer() {
    assertThat(Json.of("a\"b\\c\n\u00e9/")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u00e9/\"");
  }
}
