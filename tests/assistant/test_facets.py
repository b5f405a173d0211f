"""Everyday questions, and what they ask about."""

from __future__ import annotations

import pytest

from assistant.facets import find_facets, without_facets
from assistant.phrases import Wording

# facets (first asked first; "-" for none): questions, as people type them
ASKED = {
    "documents": """
        làm giấy khai sinh cho con cần những gì
        đăng ký kết hôn cần giấy tờ gì
        lam lai the can cuoc can nhung giay to gi
        xin cấp phiếu lý lịch tư pháp cần chuẩn bị gì
        đi đăng ký tạm trú phải mang theo gì
        di dang ky tam tru mang theo giay to gi
        hồ sơ cấp hộ chiếu gồm những gì
        ho so cap ho chieu gom nhung gi
        hồ sơ xin trợ cấp thất nghiệp
        thành phần hồ sơ đăng ký hộ kinh doanh
        nhập hộ khẩu cho vợ thì cần j ạ
        nhap khau cho con can j
        muốn sang tên xe máy cần chi
        đi khai tử cho ba má cần đem theo giấy chi
        phải nộp mấy bộ hồ sơ khi đăng ký đất
        nộp những giấy tờ gì để hưởng mai táng phí
        nhập học cho con cần giấy
        cho em hỏi làm căn cước cho bé cần giấy gì
        mở quán cà phê cần chuẩn bị những giấy tờ nào
        cần phải có những giấy tờ nào khi mua bán nhà
        xin phép xây nhà thì hồ sơ ra sao
        số lượng hồ sơ phải nộp là bao nhiêu bộ
        thủ tục đổi bằng lái phải có những gì
        checklist giấy tờ đăng ký kết hôn với người nước ngoài
        can chuan bi nhung gi de lam ho chieu cho tre em
        cần có giấy khám sức khỏe khi đổi bằng lái không, hồ sơ gồm gì
    """,
    "fee": """
        làm hộ chiếu hết bao nhiêu tiền
        lam ho chieu het bao nhieu tien
        lệ phí cấp lại căn cước
        le phi cap lai can cuoc la bao nhieu
        đăng ký kết hôn có mất tiền không
        dang ky ket hon co mat tien ko
        làm bằng lái tốn nhiêu tiền
        phí sang tên sổ đỏ
        đổi giấy phép lái xe hết bn
        lam cccd het bn tien
        đăng ký khai sinh có được miễn phí không
        chi phí cấp phép xây dựng nhà ở
        mức thu phí công chứng hợp đồng
        đóng bao nhiêu để được cấp phiếu lý lịch
        trích lục khai tử có tốn phí hông
        xin giấy xác nhận độc thân mất bao tiền
        làm thẻ căn cước giá cả sao vậy
        nộp bao nhiêu khi đăng ký biển số xe
        cấp bản sao khai sinh bao tiền một bản
        làm cái ni tốn mấy tiền rứa
    """,
    "time": """
        làm hộ chiếu mất bao lâu
        lam ho chieu mat bao lau
        đăng ký khai sinh mấy ngày thì xong
        bao nhiêu ngày thì có căn cước
        khi nào thì nhận được thẻ căn cước
        bao giờ có kết quả đăng ký hộ kinh doanh
        thời hạn giải quyết hồ sơ đất đai
        thoi gian giai quyet thu tuc ket hon
        xin lý lịch tư pháp bao lâu có
        chừng nào lấy được bằng lái
        đổi bằng lái có lâu không
        lam cccd may ngay co
        làm lại sổ đỏ mấy tháng
        cấp phép xây dựng trong vòng mấy ngày
        đăng ký tạm trú nhanh nhất là mấy hôm
        làm cái ni mấy bữa mới xong
        hồi nào thì lấy được giấy đăng ký xe
        bn ngày có kết quả vậy ad
        thời gian xử lý hồ sơ trợ cấp thất nghiệp
        hẹn lúc nào nhận được kết quả
    """,
    "where": """
        đăng ký khai sinh ở đâu
        dang ky khai sinh o dau
        nộp hồ sơ ở đâu khi xin phép xây dựng
        làm căn cước thì đến đâu
        muốn ly hôn thì ra phường hay tòa
        cơ quan nào cấp giấy phép lái xe
        co quan nao cap giay phep lai xe
        ai có thẩm quyền cấp giấy phép xây dựng
        đăng ký hộ kinh doanh tại đâu
        làm hộ chiếu chỗ nào gần nhất
        khai tử cho mệ thì lên mô
        xin giấy độc thân ở mô
        thường trú thì nộp công an xã hay công an tỉnh
        thủ tục này cấp nào giải quyết
        địa chỉ nộp hồ sơ bảo hiểm thất nghiệp
        sang tên xe thì đi đâu vậy mn
        gửi hồ sơ qua bưu điện đổi bằng lái
        nơi tiếp nhận hồ sơ đất đai
        nop ho so o cho nao
        phòng nào làm giấy chứng tử
    """,
    "steps": """
        trình tự đăng ký kết hôn
        các bước làm hộ chiếu
        trinh tu thuc hien cap so do
        quy trình cấp phép xây dựng
        đăng ký doanh nghiệp gồm mấy bước
        cac buoc dang ky ho kinh doanh
        bước đầu tiên khi thành lập công ty là gì
        sau khi khai tử thì bước tiếp theo
    """,
    "conditions": """
        điều kiện đăng ký thường trú
        dieu kien de duoc cap the can cuoc
        ai được hưởng trợ cấp thất nghiệp
        đối tượng nào được mua nhà ở xã hội
        bao nhiêu tuổi thì được đăng ký kết hôn
        may tuoi lam duoc can cuoc
        trường hợp nào được cấp hộ chiếu rút gọn
        yêu cầu gì để mở nhà thuốc
        tiêu chuẩn gì để làm hộ nghèo
        có đủ tuổi lái xe máy chưa
        nhà em có đủ điều kiện hưởng hộ nghèo không
    """,
    "legal": """
        căn cứ pháp lý của thủ tục khai sinh
        can cu phap ly dang ky tam tru
        nghị định nào quy định về căn cước
        văn bản nào hướng dẫn cấp sổ đỏ
        theo luật nào thì phải đăng ký tạm trú vậy
        cơ sở pháp lý cấp phép xây dựng
        thủ tục này quy định tại đâu
        thong tu nao quy dinh dang ky xe
    """,
    "result": """
        kết quả của thủ tục đăng ký thường trú là gì
        làm xong thì nhận được giấy gì
        dang ky ho kinh doanh xong duoc cap giay gi
        nộp xong được cấp gì
        ket qua thuc hien thu tuc khai tu
    """,
    "form": """
        mẫu đơn xin ly hôn
        tải mẫu tờ khai đăng ký khai sinh ở đâu
        tai mau to khai o dau
        tờ khai nào dùng để cấp hộ chiếu
        viết đơn theo mẫu nào
        xin mẫu đơn xác nhận độc thân
        có mẫu CT01 không
        mau don dang ky ho kinh doanh
        biểu mẫu nào để khai tạm trú
    """,
    "online": """
        làm hộ chiếu online được không
        dang ky khai sinh online dc ko
        nộp hồ sơ trực tuyến được không
        có làm qua mạng được hông
        đăng ký tạm trú trên vneid được không
        nop qua dich vu cong dc khong
        ở nhà nộp qua mạng được k
        đổi bằng lái trên dịch vụ công được không
        có online không hay phải lên phường
    """,
    "fee time": """
        làm hộ chiếu hết bao nhiêu tiền và bao lâu có
        le phi va thoi gian cap can cuoc
        phí bao nhiêu, mấy ngày xong
    """,
    "documents fee": """
        đăng ký kết hôn cần giấy tờ gì, lệ phí bao nhiêu
        can giay to gi va het bao nhieu tien
    """,
    "where documents": "khai tử ở đâu và cần những gì",
    "documents where": "cần giấy tờ gì, nộp ở đâu",
    "documents fee time": "khai sinh cần gì, tốn bao nhiêu tiền, bao lâu xong",
    "-": """
        chuyển đất trồng lúa sang đất phi nông nghiệp
        chuyen muc dich dat sang phi nong nghiep
        di sản văn hóa phi vật thể
        xin cấp giấy phép kinh doanh rượu
        đăng ký khai sinh
        làm căn cước
        cấp lại bằng lái
        tôi muốn đăng ký kết hôn
        thủ tục nhận con nuôi thế nào
        làm sao để nhập hộ khẩu cho con
        lam sao de tach thua dat
        hướng dẫn đăng ký xe máy
        mất căn cước phải làm gì
        mat cccd phai lam sao
        bố mẹ tôi mất thì phải làm những thủ tục nào
        con tôi mới sinh
        cấp giấy chứng nhận quyền sử dụng đất
        cap giay chung nhan dang ky ho kinh doanh
        đăng ký kinh doanh dịch vụ karaoke
        sao y bản chính
        cấp giấy chứng nhận đủ điều kiện kinh doanh dược
        cap giay phep dau noi vao quoc lo
        khai lệ phí trước bạ
        gia hạn thời hạn thuê đất
        cung cấp dịch vụ trên mạng viễn thông
    """,
}
CASES = [
    (line.strip(), () if facets == "-" else tuple(facets.split()))
    for facets, lines in ASKED.items()
    for line in lines.strip().split("\n")
]


@pytest.mark.parametrize(("question", "facets"), CASES, ids=[question for question, _ in CASES])
def test_a_question_asks_about(question: str, facets: tuple[str, ...]) -> None:
    assert find_facets(Wording.of(question)) == facets


def test_three_facets_at_most_are_answered() -> None:
    asked = find_facets(Wording.of("cần giấy tờ gì, bao nhiêu tiền, bao lâu, nộp ở đâu"))

    assert asked == ("documents", "fee", "time")


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("bao lâu thì xong", "thi xong"),
        ("lệ phí đăng ký kết hôn", "dang ky ket hon"),
        ("le phi dang ky ket hon", "dang ky ket hon"),
    ],
)
def test_the_topic_is_what_is_left_without_the_asking_words(question: str, left: str) -> None:
    assert " ".join(without_facets(Wording.of(question)).split()) == left
