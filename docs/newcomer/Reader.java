import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** reader.py once more: all that the county's services hold, from Kafka alone. `Reader <broker> [<prefix of the topics>]` */
public final class Reader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The sequence of the last event in a snapshot, and the snapshot; null where it was erased. */
    private record Held(long sequence, JsonNode snapshot) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, Map<String, Held>> held = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();
    private long met;
    private long newer;

    private Reader(KafkaConsumer<String, byte[]> consumer, String prefix) {
        this.consumer = consumer;
        for (String topic : new TreeSet<>(consumer.listTopics().keySet())) {
            if (topic.endsWith(".state") && topic.startsWith(prefix)) {
                held.put(topic, new TreeMap<>());
            } else if (topic.startsWith(prefix) && !topic.startsWith("__")) {
                events.add(topic);
            }
        }
    }

    public static void main(String[] words) throws Exception {
        Map<String, Object> settings = Map.of(
            "bootstrap.servers", words[0], "isolation.level", "read_committed", "enable.auto.commit", "false");
        String prefix = words.length > 1 ? words[1] : "";
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            Reader reader = new Reader(consumer, prefix);
            reader.records(List.copyOf(reader.held.keySet()), reader::takeState);
            reader.records(reader.events, reader::meetEvent);
            if (reader.newer > 0) {
                reader.records(List.copyOf(reader.held.keySet()), reader::takeState);
            }
            reader.print(prefix);
        }
    }

    /** Every record of these topics, from what is still there to their ends as they are now. */
    private void records(List<String> topics, Consumer<ConsumerRecord<String, byte[]>> take) {
        List<TopicPartition> places = new ArrayList<>();
        for (String topic : topics) {
            for (PartitionInfo each : consumer.partitionsFor(topic)) {
                places.add(new TopicPartition(topic, each.partition()));
            }
        }
        consumer.assign(places);
        consumer.seekToBeginning(places);
        Map<TopicPartition, Long> ends = consumer.endOffsets(places);
        while (places.stream().anyMatch(place -> consumer.position(place) < ends.get(place))) {
            consumer.poll(Duration.ofMillis(200)).forEach(take);
        }
    }

    private void takeState(ConsumerRecord<String, byte[]> record) {
        held.get(record.topic()).merge(record.key(), new Held(sequence(record), snapshot(record)),
            (known, said) -> said.sequence() >= known.sequence() ? said : known);
    }

    private void meetEvent(ConsumerRecord<String, byte[]> record) {
        Held known = held.getOrDefault(record.topic() + ".state", Map.of()).get(record.key());
        met++;
        newer += known == null || sequence(record) > known.sequence() ? 1 : 0;
    }

    private static long sequence(ConsumerRecord<String, byte[]> record) {
        return Long.parseLong(new String(record.headers().lastHeader("ce_sequence").value(), StandardCharsets.UTF_8));
    }

    private static JsonNode snapshot(ConsumerRecord<String, byte[]> record) {
        try {
            return record.value() == null ? null : JSON.readTree(record.value());
        } catch (java.io.IOException unreadable) {
            throw new IllegalStateException(record.topic() + " " + record.key(), unreadable);
        }
    }

    private void print(String prefix) throws Exception {
        for (var topic : held.entrySet()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long alive = 0;
            for (Held each : topic.getValue().values()) {
                if (each.snapshot() != null) {
                    alive++;
                    digest.update((canonical(each.snapshot()) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            String name = topic.getKey().substring(prefix.length());
            System.out.println(name + " " + alive + " " + HexFormat.of().formatHex(digest.digest()));
        }
        System.out.println("events " + met + " " + newer);
    }

    /** JSON as RFC 8785 writes it: members in the order of their names' UTF-16 units, numbers and strings as ECMAScript has them. */
    private static String canonical(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> parts.add(quoted(name) + ":" + canonical(node.get(name))));
            return "{" + String.join(",", parts) + "}";
        }
        if (node.isArray()) {
            node.forEach(each -> parts.add(canonical(each)));
            return "[" + String.join(",", parts) + "]";
        }
        if (node.isTextual()) {
            return quoted(node.textValue());
        }
        return node.isFloatingPointNumber() ? number(node.doubleValue()) : node.asText();
    }

    private static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal shorter = exact.round(new MathContext(1));
        if (shorter.doubleValue() == value) { // Java writes two digits where one says it: 4.9E-324
            exact = shorter.stripTrailingZeros();
        }
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -6 && exponent < 21) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char each : text.toCharArray()) {
            switch (each) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append(each < ' ' ? String.format("\\u%04x", (int) each) : String.valueOf(each));
            }
        }
        return out.append('"').toString();
    }
}
