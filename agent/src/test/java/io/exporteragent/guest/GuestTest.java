package io.exporteragent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sources share. */
class GuestTest {
  private final Guest guest = new Guest(null, line -> {});

  @Test
  void shared_oneOfEachKind_isMadeAtFirstUse() {
    StringBuilder made = guest.shared(StringBuilder.class, StringBuilder::new);
    assertThat(guest.shared(StringBuilder.class, StringBuilder::new)).isSameAs(made);

    List<?> other =
        guest.shared(
            ArrayList.class,
            () -> new ArrayList<>(List.of(guest.shared(StringBuilder.class, StringBuilder::new))));
    assertThat(other).singleElement().isSameAs(made);
  }
}
