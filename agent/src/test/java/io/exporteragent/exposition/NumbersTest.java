package io.exporteragent.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import io.exporteragent.model.TextBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private final TextBuffer buffer = new TextBuffer(32);

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        0.5,
        -0.001,
        0.1,
        0.000999,
        0.0010005,
        0.123456,
        0.1234567,
        1.5,
        9999999.5,
        9999999.999999,
        9_999_999,
        10_000_000,
        10_000_000.5,
        12_345_678,
        1e15,
        1L << 53,
        1e16,
        1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        0.30000000000000004,
        2e-3,
        123.000001
      })
  void number_isAsTheKeptLibraryWritesIt(double value) {
    assertThat(written(value)).isEqualTo(DoubleToDecimal.toString(value));
    assertThat(written(-value)).isEqualTo(DoubleToDecimal.toString(-value));
  }

  @Test
  void anyNumber_isAsTheKeptLibraryWritesIt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1_000_000; i++) {
      double value = random(random);
      assertThat(written(value)).as("seed %d", seed).isEqualTo(DoubleToDecimal.toString(value));
    }
  }

  @Test
  void infinity_isAsTheFormatsWantIt() {
    assertThat(written(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
    assertThat(written(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
  }

  /** Whole, with few decimals, the neighbour of such a one, or anything. */
  private static double random(Random random) {
    double whole = random.nextInt();
    double decimals = Math.rint(whole) / Math.pow(10, random.nextInt(9));
    double any = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(5)) {
      case 0 -> whole;
      case 1 -> decimals;
      case 2 -> Math.nextUp(decimals);
      case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(20) - 10);
      default -> Double.isInfinite(any) ? 0 : any;
    };
  }

  private String written(double value) {
    buffer.truncate(0);
    Numbers.append(buffer, value);
    return new String(buffer.array(), 0, buffer.length(), UTF_8);
  }
}
